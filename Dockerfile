# stratplan with git, which shows it the versions of a strategy:
#
#   docker build --tag stratplan .
#   docker run --rm --volume "$PWD:/data" stratplan check
FROM rust:1-slim-trixie AS build
WORKDIR /build
COPY . .
RUN cargo install --locked --path . --root /stratplan

FROM debian:trixie-slim
# Debian's own versions are the ones to have, so none is named. tzdata: what day it is depends on TZ.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends git tzdata \
 && rm -rf /var/lib/apt/lists/* \
 # The folder belongs to whoever runs the container, and git reads only its own user's otherwise.
 && git config --system --add safe.directory '*' \
 && useradd --uid 1000 --create-home stratplan
COPY --from=build /stratplan/bin/stratplan /usr/local/bin/stratplan
COPY LICENSE-APACHE LICENSE-MIT /usr/share/doc/stratplan/
USER 1000:1000
WORKDIR /data
ENTRYPOINT ["stratplan"]
CMD ["check"]
