# A static binary in an empty image. Build: docker build -t ttyt .
# The tag has the encoder of WebP built in, which would otherwise look for a library of the machine.
# A release says what it is: --build-arg VERSION=v1.2.3 --build-arg COMMIT=$(git rev-parse HEAD)
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION COMMIT
RUN CGO_ENABLED=0 go build -tags nodynamic -trimpath -ldflags="-s -X main.release=$VERSION -X main.commit=$COMMIT" -o /ttyt . && mkdir -m 0700 /data /temporary

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /usr/share/zoneinfo/Asia/Ho_Chi_Minh /usr/share/zoneinfo/Asia/Ho_Chi_Minh
COPY --from=build /ttyt /ttyt
COPY --from=build --chown=65532:65532 /data /data
COPY --from=build --chown=65532:65532 /temporary /tmp
USER 65532:65532
VOLUME /data
ENV ADDR=0.0.0.0:8443 DATA=/data
EXPOSE 8443
ENTRYPOINT ["/ttyt"]
CMD ["serve"]
