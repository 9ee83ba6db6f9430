"""The search index: tantivy and files, without Django.

`documents` says what goes in, `schema` how it is kept, `store` where, `writer` how it changes;
`words` reads what a person typed, `query` finds, `suggest` corrects, `snippets` shows why.
"""
