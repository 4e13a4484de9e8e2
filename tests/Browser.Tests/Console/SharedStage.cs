namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>The tests that share the two consoles and three gateways, one after the other.</summary>
[CollectionDefinition]
public sealed class SharedStage : ICollectionFixture<ConsoleStage>;
