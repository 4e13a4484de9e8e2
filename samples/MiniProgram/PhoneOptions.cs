namespace WxYarpGateway.MiniProgram;

/// <summary>Where the phone finds the gateway and WeChat, and which mini program it opens.</summary>
public sealed record PhoneOptions
{
    /// <summary>Gets the gateway's public address.</summary>
    public Uri Gateway { get; init; } = new("http://127.0.0.1:7080");

    /// <summary>Gets the simulator's address.</summary>
    public Uri WeChat { get; init; } = new("http://127.0.0.1:7090");

    /// <summary>Gets the mini program.</summary>
    public string AppId { get; init; } = "wxmini00000000demo";

    /// <summary>Gets the user, or null for a new one.</summary>
    public string? OpenId { get; init; }

    /// <summary>Reads <c>--Gateway</c>, <c>--WeChat</c>, <c>--AppId</c> and <c>--OpenId</c>.</summary>
    public static PhoneOptions Read(string[] args) =>
        new ConfigurationBuilder().AddCommandLine(args).Build().Get<PhoneOptions>() ?? new PhoneOptions();
}
