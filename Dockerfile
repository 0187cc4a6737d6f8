# The application: web, worker, scheduler and every command. Two stages, so that what only builds stays behind.

FROM python:3.11-slim-trixie AS build
ENV PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY requirements.txt /tmp/requirements.txt
# Exactly the versions and fingerprints of the lock, and wheels alone: nothing is compiled.
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary=:all: \
    -r /tmp/requirements.txt
WORKDIR /app
COPY . .
# The key signs nothing here; the settings only want one.
RUN SECRET_KEY=for-the-build-alone DATA_DIR=/app/var python manage.py compile_translations \
    && SECRET_KEY=for-the-build-alone DATA_DIR=/app/var python manage.py collectstatic --no-input \
    && python -m compileall -q bridgebuilders dialogue

FROM python:3.11-slim-trixie
# pg_dump, pg_restore and psql for backups: version 17, as the server of docker-compose.yml.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 bridgebuilders \
    && useradd --system --uid 10001 --gid bridgebuilders --home-dir /nonexistent --shell /usr/sbin/nologin \
       bridgebuilders
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OPENBLAS_NUM_THREADS=1 \
    DATA_DIR=/app/var \
    DJANGO_SETTINGS_MODULE=bridgebuilders.settings
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
# Nothing of it can be changed from inside: it belongs to root and is run by somebody else.
USER 10001:10001
EXPOSE 8000
CMD ["uvicorn", "bridgebuilders.asgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--timeout-graceful-shutdown", "5", "--no-access-log", "--no-server-header", "--log-level", "warning"]
