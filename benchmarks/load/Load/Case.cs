namespace WxYarpGateway.Load;

/// <summary>One thing to measure: the same load on the gateway and on bare YARP that passes the same bytes.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Script">The script that makes the requests.</param>
internal sealed record Case(string Name, string Script)
{
    /// <summary>Gets the connections that wrk keeps open.</summary>
    public int Connections { get; init; } = 32;

    /// <summary>Gets the script's options for both.</summary>
    public string[] Options { get; init; } = [];

    /// <summary>Gets the path in the gateway.</summary>
    public string Path { get; init; } = "/wx";

    /// <summary>Gets a value indicating whether the load goes to the internal listener.</summary>
    public bool IsInternal { get; init; }

    /// <summary>Gets what bare YARP's backend answers: a location of nginx.conf, or empty for WeChat's API.</summary>
    public string Bare { get; init; } = "plain";

    /// <summary>Gets what is in the service beside its credentials.</summary>
    public string Service { get; init; } = "";

    /// <summary>Gets a value indicating whether the service is a mini program, and the load a phone's that is logged in.</summary>
    public bool IsLoggedIn { get; init; }

    /// <summary>Gets a value indicating whether the gateway answers itself.</summary>
    public bool IsEcho { get; init; }

    /// <summary>
    /// Gets a value indicating whether traces, metrics and log lines are sent, to a collector that takes all and does nothing.
    /// </summary>
    public bool SendsTelemetry { get; init; }

    /// <summary>Gets a value indicating whether the gateway keeps records of pushes, in a SQLite database.</summary>
    public bool KeepsRecords { get; init; }

    /// <summary>Gets how many records it keeps a second, where it keeps any.</summary>
    public int MostRecordsPerSecond { get; init; } = 2_000;

    /// <summary>Gets how many services are configured.</summary>
    public int Services { get; init; } = 1;

    /// <summary>Gets what is behind name, path and token of each service, as the script counts them.</summary>
    public IReadOnlyList<string> Suffixes => Services > 1 ? [.. Enumerable.Range(1, Services).Select(number => $"-{number}")] : [""];

    /// <summary>
    /// Gets the path in bare YARP. It passes WeChat's own path, with a token that is no secret here, so that the bytes are the same.
    /// </summary>
    public string BarePath => Bare.Length > 0 ? Path
        : $"{Path[Path.IndexOf("/cgi-bin", StringComparison.Ordinal)..]}?access_token=88_{new string('B', 128)}";

    /// <summary>Gets a value indicating whether the store is Redis.</summary>
    public bool UsesRedis { get; init; }

    /// <summary>Gets how long the backend takes; zero for the static one.</summary>
    public TimeSpan BackendTakes { get; init; }

    /// <summary>Gets the most that a message may cost, as a multiple of bare YARP; <see langword="null"/> for no goal.</summary>
    public double? Goal { get; init; }

    /// <summary>Gets the most memory that the gateway may hold under this load, in MiB; <see langword="null"/> for no goal.</summary>
    public double? MostMebibytes { get; init; }

    /// <summary>Gets the most that Redis may spend on a message, in microseconds; <see langword="null"/> for no goal.</summary>
    public double? MostRedisMicroseconds { get; init; }

    /// <summary>Gets the least messages a second; <see langword="null"/> for no goal.</summary>
    public double? LeastPerSecond { get; init; }

    /// <summary>Gets a value indicating whether any gateway with the service's path, token and key can take part.</summary>
    public bool IsForPeers { get; init; }
}
