package graph

// maxTokens bounds a document before it is parsed to its end.
const maxTokens = 2_000
