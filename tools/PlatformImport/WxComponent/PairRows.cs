using System.Text.Json;
using WxYarpGateway.PlatformImport.Found;

namespace WxYarpGateway.PlatformImport.WxComponent;

/// <summary>Reads the table <c>comm</c>: the ticket, the encrypted secret, the authorization page, the proxy to one port.</summary>
internal sealed class PairRows(IReadOnlyList<SourceRow> rows, LeftOut leftOut)
{
    /// <summary>The table.</summary>
    public const string Table = "comm";

    /// <summary>Gets the encrypted secret; empty for none.</summary>
    public string Secret => Find("secret")?.Text("value") ?? "";

    /// <summary>Returns the ticket, if WeChat still takes it.</summary>
    public FoundTicket? Ticket(DateTimeOffset now)
    {
        if (Find("ticket") is not { } row || row.Text("value").Trim() is not { Length: > 0 } value)
        {
            return null;
        }

        if (row.Time("updatetime") is not { } at || now - at >= FoundTicket.Life)
        {
            leftOut.Add(LeftOut.OldTicket);
            return null;
        }

        return new FoundTicket(value, at < now ? at : now);
    }

    /// <summary>Returns title and text of the authorization page, and where browsers go from there.</summary>
    public (string Title, string Text, Uri? ReturnTo) Page()
    {
        if (ObjectOf("authinfo") is not { } page)
        {
            return ("", "", null);
        }

        var returnTo = TextOf(page, "redirectUrl");
        if (Uri.TryCreate(returnTo, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", UserInfo: "" })
        {
            return (TextOf(page, "name"), TextOf(page, "desc"), url);
        }

        if (returnTo.Length > 0)
        {
            leftOut.Add("return addresses of the authorization page that are no http or https address");
        }

        return (TextOf(page, "name"), TextOf(page, "desc"), null);
    }

    /// <summary>Counts what the gateway has no place for.</summary>
    public void CountRest()
    {
        if (ObjectOf("proxy") is { } proxy && proxy.TryGetProperty("open", out var open) && open.ValueKind == JsonValueKind.True)
        {
            leftOut.Add(
                "proxies for all other paths (proxy 配置); write a YARP route of your own to the port",
                proxy.TryGetProperty("port", out var port) ? $"port {port.GetRawText()}" : "");
        }
    }

    private SourceRow? Find(string key) => rows.FirstOrDefault(row => row.Text("key") == key);

    private JsonElement? ObjectOf(string key)
    {
        if (Find(key) is not { } row || row.Text("value").Length == 0)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(row.Text("value"));
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return json.RootElement.Clone();
            }
        }
        catch (JsonException)
        {
            // Counted like any other value that is no object.
        }

        leftOut.Add("settings that cannot be read", key);
        return null;
    }

    private static string TextOf(JsonElement json, string name)
        => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
