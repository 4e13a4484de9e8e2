// Tests of processes mostly wait: for leases to end, deadlines to pass and gateways to start.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
