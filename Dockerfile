# The same steps as `make wheel` and `make serve`, in two rooms: one builds, screens and all, the other only runs.
FROM python:3.11-slim AS build
WORKDIR /source
COPY . .
RUN pip wheel . --no-deps --wheel-dir dist

FROM python:3.11-slim
RUN useradd --system --create-home --home-dir /var/lib/callcenter --shell /usr/sbin/nologin callcenter
COPY constraints.txt /tmp/wheel/
COPY --from=build /source/dist /tmp/wheel/dist
RUN pip install --no-cache-dir -c /tmp/wheel/constraints.txt /tmp/wheel/dist/*.whl && rm -rf /tmp/wheel

USER callcenter
WORKDIR /var/lib/callcenter
ENV CALLCENTER_DATA_DIR=/var/lib/callcenter/data PYTHONUNBUFFERED=1
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["callcenter", "serve", "--host", "0.0.0.0", "--port", "8000"]
