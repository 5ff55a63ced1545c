// Package transport is how GraphQL reaches clients over connections that stay open: WebSockets and server-sent events.
package transport
