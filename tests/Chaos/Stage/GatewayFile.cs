namespace WxYarpGateway.Chaos.Stage;

/// <summary>
/// The configuration that ops edit, the same for all replicas but for the paths by which backends tell their calls apart.
/// </summary>
internal sealed class GatewayFile(
    string redis, Uri weChat, IReadOnlyDictionary<string, AccountKeys> accounts, Func<int, IEnumerable<string>> backendsFor)
{
    private int _edits;

    /// <summary>Gets or sets how many services there are that nobody writes to.</summary>
    public int OtherServices { get; set; }

    /// <summary>Gets or sets a value indicating whether each replica has a key prefix of its own.</summary>
    public bool SharesNothing { get; set; }

    /// <summary>Returns the file for a replica as it is now.</summary>
    public string Render(int replica)
    {
        var services = accounts.Select(account => ServiceOf(account.Key, account.Value, replica))
            .Concat(Enumerable.Range(1, OtherServices).Select(number => $$""" "other{{number}}": { "AppId": "wxother{{number}}", "Token": "other", "MessagePath": "/other{{number}}" } """));
        return $$"""
            {
              "Gateway": {
                "ShutdownDelay": "00:00:01",
                "Store": { "Kind": "Redis", "Redis": "{{redis}}", "KeyPrefix": "wxgw{{(SharesNothing ? replica : "")}}:" },
                "WeChat": { "ApiUrl": "{{weChat}}" },
                "Services": { {{string.Join(", ", services)}} }
              },
              "Logging": { "LogLevel": { "Default": "Information" } }
            }
            """;
    }

    /// <summary>Makes the next rendering differ, so that it can be seen to be in force.</summary>
    public void Touch() => _edits++;

    private string ServiceOf(string appId, AccountKeys keys, int replica) => $$"""
        "{{appId}}": {
          "AppId": "{{appId}}", "AppSecret": "{{keys.AppSecret}}", "MessagePath": "/{{appId}}",
          "Token": "{{keys.Token}}", "PreviousToken": {{Quoted(keys.PreviousToken)}},
          "EncodingAesKey": {{Quoted(keys.AesKey)}}, "PreviousEncodingAesKey": {{Quoted(keys.PreviousAesKey)}},
          "MessageBackend": [ {{string.Join(", ", backendsFor(replica).Select(Quoted))}} ],
          "UserInfo": { "CacheFor": "00:00:{{2 + (_edits % 50):00}}" }
        }
        """;

    private static string Quoted(string? text) => text is null ? "null" : $"\"{text}\"";
}
