namespace WxYarpGateway.TokenService.Store.Redis;

/// <summary>Says in plain words what Redis answers when it refuses. Its own text is not repeated: it quotes what was sent.</summary>
internal static class RedisError
{
    private const string OnSeveralNodes = "it is a cluster, and the keys lie on several nodes; write KeyPrefix in braces, such as {wxgw}:";

    // By how Redis begins or words its errors. Sources: its documentation, "Redis serialization protocol specification", and its own texts;
    // one is the client's.
    private static readonly (string Text, bool IsBeginning, string Sentence)[] Known =
    [
        ("NOAUTH", true, "it wants a password, and the connection string has none"),
        ("WRONGPASS", true, "it refuses the password, or the user"),
        ("ERR invalid password", true, "it refuses the password, or the user"),
        ("without any password configured", false, "it has no password, and the connection string has one"),
        ("no password is set", false, "it has no password, and the connection string has one"),
        ("NOPERM", true, "its user may not do what the gateway needs"),
        ("LOADING", true, "it is still loading its data"),
        ("DENIED", true, "it is in protected mode and lets nobody in from other machines"),
        ("MASTERDOWN", true, "it is a replica that has lost its master"),
        ("READONLY You can't write", false, "it is a replica, which takes no writes; name the master, or the Sentinels with serviceName="),
        ("OOM command not allowed", false, "its memory is full"),
        ("NOREPLICAS ", false, "it takes no writes while it has fewer replicas than min-replicas-to-write"),
        ("MISCONF ", false, "it takes no writes, since it cannot save to its disk"),
        ("CROSSSLOT", true, OnSeveralNodes),
        ("single slot", false, OnSeveralNodes),
        ("non local key", false, OnSeveralNodes),
        ("CLUSTERDOWN", true, "its cluster is down"),
        ("ERR max number of clients", true, "it has as many clients as it takes"),
        ("unknown command", false, "it lacks what the gateway needs; it may be a Sentinel (add serviceName=), or older than Redis 5"),
    ];

    /// <summary>Returns what an error means.</summary>
    public static string Say(string error)
    {
        foreach (var (text, isBeginning, sentence) in Known)
        {
            if (isBeginning ? error.StartsWith(text, StringComparison.Ordinal) : error.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return sentence;
            }
        }

        return "it refuses what it is asked";
    }
}
