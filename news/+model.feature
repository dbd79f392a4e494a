Every step of a dossier is compared with a model of the road that knows nothing of the engine; two processes race and are killed while they commit; no address writes on GET.
