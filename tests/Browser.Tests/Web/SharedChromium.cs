namespace WxYarpGateway.Browser.Tests.Web;

/// <summary>The tests that share one browser, one after the other; each opens phones of its own in it.</summary>
[CollectionDefinition]
public sealed class SharedChromium : ICollectionFixture<Chromium>;
