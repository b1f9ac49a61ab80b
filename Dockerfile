# microconv in a container: docs/ci.md says how it is run. Configs and credentials are mounted, never built in.
#
#     docker build --tag microconv:0.1.0 --build-arg VERSION=0.1.0 .

FROM python:3.13.13-slim-trixie AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE constraints.txt ./
COPY microconv microconv
COPY configs configs
RUN python -m pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .
RUN python -m venv --without-pip /opt/microconv
RUN python -m pip --python /opt/microconv/bin/python install --no-cache-dir --constraint constraints.txt /wheels/*.whl

FROM python:3.13.13-slim-trixie
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="microconv" \
      org.opencontainers.image.description="Infrastructure as code for conversion measurement" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /opt/microconv /opt/microconv
RUN groupadd --gid 10001 microconv \
 && useradd --uid 10001 --gid 10001 --create-home --shell /usr/sbin/nologin microconv \
 && install --directory --owner 10001 --group 10001 --mode 0700 /state
ENV PATH="/opt/microconv/bin:${PATH}" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MICROCONV_STATE_DIR=/state
# Journals and locks: without a volume they go with the container, and with them the way back.
VOLUME ["/state"]
WORKDIR /configs
USER 10001:10001
ENTRYPOINT ["microconv"]
CMD ["--help"]
