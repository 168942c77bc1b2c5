# Built with `docker build -t cloudgov-api:latest .`; `docker-compose up -d --build` does the same.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY tools/node-version.mjs tools/install.mjs tools/
RUN node tools/install.mjs
COPY . .
RUN node tools/build.mjs && npm prune --omit=dev --no-save --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    NODE_OPTIONS='--enable-source-maps --max-semi-space-size=32' \
    HOST=0.0.0.0 \
    PORT=3000 \
    CLOUDGOV_HOME=/var/lib/cloudgov
WORKDIR /app
COPY --from=build /app/package.json /app/schema.graphql /app/openapi.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN mkdir -p "$CLOUDGOV_HOME" \
  && chown node:node "$CLOUDGOV_HOME" \
  && printf '#!/bin/sh\nexec node /app/dist/apps/cli/src/main.js "$@"\n' >/usr/local/bin/cloudgov \
  && chmod 755 /usr/local/bin/cloudgov
USER node
VOLUME /var/lib/cloudgov
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/apps/api/src/main.js"]
