namespace WxYarpGateway.Chaos.Stage;

/// <summary>
/// The configuration that ops edit, the same for all replicas but for the paths by which backends tell their calls apart.
/// </summary>
internal sealed class GatewayFile(
    string redis, string database, Uri weChat, IReadOnlyDictionary<string, AccountKeys> accounts, string platform,
    Func<int, IEnumerable<string>> backendsFor)
{
    /// <summary>The key of the database.</summary>
    public const string Key = "Y2hhb3MtY2hhb3MtY2hhb3MtY2hhb3MtY2hhb3MtMDE=";

    private int _edits;

    /// <summary>Gets or sets how many services there are that nobody writes to.</summary>
    public int OtherServices { get; set; }

    /// <summary>Gets or sets a value indicating whether each replica has a key prefix of its own.</summary>
    public bool SharesNothing { get; set; }

    /// <summary>Returns the file for a replica as it is now.</summary>
    public string Render(int replica)
    {
        var backends = string.Join(", ", backendsFor(replica).Select(Quoted));
        var services = accounts.Select(account => ServiceOf(account.Key, account.Value, backends))
            .Append(platform)
            .Concat(Enumerable.Range(1, OtherServices).Select(number => $$""" "other{{number}}": { "AppId": "wxother{{number}}", "Token": "other", "MessagePath": "/other{{number}}" } """));
        return $$"""
            {
              "Gateway": {
                "ShutdownDelay": "00:00:01",
                "Store": { "Kind": "Redis", "Redis": "{{redis}}", "KeyPrefix": "wxgw{{(SharesNothing ? replica : "")}}:" },
                "Database": { "Kind": "PostgreSql", "Connection": "{{database}}", "Key": "{{Key}}" },
                "Records": { "Keep": "1.00:00:00" },
                "Backends": { "all": [ {{backends}} ] },
                "WeChat": { "ApiUrl": "{{weChat}}" },
                "Services": { {{string.Join(", ", services)}} }
              },
              "Logging": { "LogLevel": { "Default": "Information" } }
            }
            """;
    }

    /// <summary>Makes the next rendering differ, so that it can be seen to be in force.</summary>
    public void Touch() => _edits++;

    private string ServiceOf(string appId, AccountKeys keys, string backends) => $$"""
        "{{appId}}": {
          "AppId": "{{appId}}", "AppSecret": "{{keys.AppSecret}}", "MessagePath": "/{{appId}}",
          "Token": "{{keys.Token}}", "PreviousToken": {{Quoted(keys.PreviousToken)}},
          "EncodingAesKey": {{Quoted(keys.AesKey)}}, "PreviousEncodingAesKey": {{Quoted(keys.PreviousAesKey)}},
          "MessageBackend": [ {{backends}} ],
          "UserInfo": { "CacheFor": "00:00:{{2 + (_edits % 50):00}}" }
        }
        """;

    private static string Quoted(string? text) => text is null ? "null" : $"\"{text}\"";
}
