namespace WxYarpGateway.Console.Layouts;

/// <summary>What the browser says about colors.</summary>
/// <param name="Dark">Whether the page is dark now.</param>
/// <param name="Choice">The choice, such as <c>system</c>.</param>
internal sealed record BrowserTheme(bool Dark, string Choice);
