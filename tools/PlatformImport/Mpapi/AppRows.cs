using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WxYarpGateway.PlatformImport.Found;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.PlatformImport.Mpapi;

/// <summary>Writes mpapi's registered mini programs as services of the gateway.</summary>
internal static class AppRows
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns the configuration.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="onlyApp">The only mini program to take; empty for all.</param>
    /// <param name="withSecrets">Whether secrets are in it: only for a file that nobody else may read.</param>
    public static string Write(IReadOnlyList<SourceRow> rows, string onlyApp, bool withSecrets)
    {
        var services = new JsonObject();
        var taken = rows.Where(
            row => AppId.TryParse(row.Text("appid"), out _) && (onlyApp.Length == 0 || row.Text("appid") == onlyApp));
        foreach (var row in taken)
        {
            var name = services.Count == 0 ? "mini" : string.Create(CultureInfo.InvariantCulture, $"mini-{services.Count + 1}");
            services[name] = ServiceOf(row, withSecrets);
        }

        var head = withSecrets ? "" : "// Secrets are not printed; --configuration FILE writes them into a file that only you may read.\n";
        return "// The mini programs of mpapi. Complete Token, the one in WeChat's console (开发管理 → 消息推送): mpapi checked no signatures.\n"
            + "// Backends of /message_reply need a ReplyToken of your choice.\n" + head
            + new JsonObject { ["Gateway"] = new JsonObject { ["Services"] = services } }.ToJsonString(Readable).ReplaceLineEndings("\n")
            + "\n";
    }

    private static JsonObject ServiceOf(SourceRow row, bool withSecrets)
    {
        var login = new JsonObject();
        Add(login, "Backend", row.Text("host"));
        Add(login, "BackendToken", Secret("host_token"));
        Add(login, "MessageApi", row.Text("message_api"));
        Add(login, "MessageApiToken", Secret("message_api_token"));
        var service = new JsonObject
        {
            ["Kind"] = nameof(ServiceKind.MiniProgram),
            ["AppId"] = row.Text("appid"),
            ["AppSecret"] = Secret("secret"),
            ["Token"] = "",
        };
        Add(service, "EncodingAesKey", Secret("message_key"));
        service["Login"] = login;
        return service;

        string Secret(string column) => withSecrets ? row.Text(column) : "";
    }

    private static void Add(JsonObject section, string key, string value)
    {
        if (value.Length > 0)
        {
            section[key] = value;
        }
    }
}
