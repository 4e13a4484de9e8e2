namespace WxYarpGateway.Simulator;

/// <summary>Configures a <see cref="WeChatSimulator"/>.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Gets the URL to listen on; port 0 takes a free one.</summary>
    /// <value>The default is <c>http://127.0.0.1:0</c>.</value>
    public string Urls { get; init; } = "http://127.0.0.1:0";

    /// <summary>Gets the clock of tokens, quotas, reply windows and timestamps. Timeouts of connections run in real time.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gets whether other processes can drive the simulator under <c>/simulator/…</c>.</summary>
    public bool HasControlApi { get; init; }

    /// <summary>Gets the receiver of one line, without secrets, for every call and push; null for none.</summary>
    public Action<string>? Journal { get; init; }

    /// <summary>Gets the lowest level that is logged to the console.</summary>
    /// <value>The default is <see cref="LogLevel.None"/>.</value>
    public LogLevel LogLevel { get; init; } = LogLevel.None;
}
