namespace WxYarpGateway.Simulator;

/// <summary>Configures a <see cref="WeChatSimulator"/>.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Gets the URL to listen on; port 0 takes a free one.</summary>
    /// <value>The default is <c>http://127.0.0.1:0</c>.</value>
    public string Urls { get; init; } = "http://127.0.0.1:0";

    /// <summary>Gets the clock of tokens, quotas, reply windows and timestamps; what waits on sockets waits in real time.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gets whether <c>/simulator/…</c> lets another process drive the simulator.</summary>
    public bool HasControlApi { get; init; }

    /// <summary>Gets what is told of every call and push, in a line each and without secrets; null tells nobody.</summary>
    public Action<string>? Journal { get; init; }

    /// <summary>Gets the least level that is logged, to the console.</summary>
    /// <value>The default is <see cref="LogLevel.None"/>.</value>
    public LogLevel LogLevel { get; init; } = LogLevel.None;
}
