The table of rights is proven cell by cell: every state, duty, department and step, through the domain, the desk and REST.
