"""Lambda's event source mapping for Kafka: polls, batches, invokes, retries, gives up.

How Lambda does it (provisioned mode): pollers share a topic's partitions; a batch that fails is retried with growing pauses up to
MaximumRetryAttempts, split in two if BisectBatchOnFunctionError is set, narrowed to `batchItemFailures` if the function reports
them; the later records of that partition wait meanwhile. What is left after the last attempt goes to the on-failure topic.

Here a failed record waits by itself, and with it only the later records of its key: other visits of the same partition go on. A
batch that fails as a whole is retried record by record at once instead of in halves. Offsets are committed up to the lowest
record not done, so after a restart some are delivered twice, as Lambda may do at any time. One process reads all partitions by
`assign`; with `subscribe` the broker of this stack takes 3 to 23 s to settle who reads what. Partitions added later are seen
after the next reconnect.
"""
