namespace WxYarpGateway.Load;

/// <summary>When the runtime of what is measured optimises its code.</summary>
internal static class JustInTime
{
    /// <summary>
    /// As shipped. Under full load it takes ten seconds and more, since the JIT waits for a pause in which nothing new is called.
    /// </summary>
    public static IReadOnlyDictionary<string, string> AsShipped { get; } = new Dictionary<string, string>();

    /// <summary>Without that wait: the same code in the end, reached while warming up. For the gateway and for bare YARP.</summary>
    public static IReadOnlyDictionary<string, string> Early { get; } = new Dictionary<string,
        string>
    { ["DOTNET_TC_CallCountingDelayMs"] = "0" };
}
