REST receives dossiers and takes every step: `If-Match` with the `ETag` of the dossier, mistakes named by their place in the body.
A write that is sent again with the same `Idempotency-Key` is carried out once.
Other systems follow `@dossier-events`: what happened to the dossiers that a person may see, in one order, nothing passed over.
A ledger is read by REST and proves itself elsewhere; `@track` follows a dossier with code and second factor.
The endpoints describe themselves in OpenAPI 3.1 (`@openapi`, `docs/openapi.json`).
