namespace WxYarpGateway.Demo.Platform;

/// <summary>One request of a browser, and what came of it: a page, or an address to go to.</summary>
internal sealed record BrowserStep(string Method, Uri Address, Uri? Referer, int Status, Uri? Location, string Body);
