"""Made-up towns for every test and benchmark.

`drawn`     any number of random towns on disk, valid by every rule, the same for the same seed: `write_towns(root, 200, seed=7)`
`lakeside`  two small towns on disk with the texts that they were taken from, to be changed cell by cell
`rows`      one town in memory, its observations, claims and programmes written out by the test
"""
