namespace WxYarpGateway.EndToEnd.Tests.Backends;

/// <summary>The tests that share one stage of sample bots.</summary>
[CollectionDefinition]
public sealed class SharedSampleStage : ICollectionFixture<SampleStage>;
