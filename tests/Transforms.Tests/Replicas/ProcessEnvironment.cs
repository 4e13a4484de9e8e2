namespace WxYarpGateway.Transforms.Tests.Replicas;

/// <summary>Tests that set a variable of the process run while no other test does.</summary>
[CollectionDefinition(nameof(ProcessEnvironment), DisableParallelization = true)]
public sealed class ProcessEnvironment;
