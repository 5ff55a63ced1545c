# Short names for what is run often. CONTRIBUTING.md says more; .ci/run is what a change is held to.
.PHONY: check test lint generate demo

check: ; .ci/run
test: ; go run ./internal/test/oneserver go test ./...
lint: ; .ci/run tools format lint schema
generate: ; go generate ./graph
demo: ; go run . demo
