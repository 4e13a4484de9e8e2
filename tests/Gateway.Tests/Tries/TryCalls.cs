using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WxYarpGateway.Rig;

namespace WxYarpGateway.Gateway.Tests.Tries;

/// <summary>Asks a gateway to test a service.</summary>
internal static class TryCalls
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static Task<(int Status, JsonElement Json)> TryAsync(
        this RunningGateway gateway, string service, string sample, params (string Name, string Value)[] fields)
        => gateway.AskAsync(HttpMethod.Post, $"/try/{service}/push", new JsonObject
        {
            ["sample"] = sample,
            ["fields"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Value))),
        }.ToJsonString());

    public static async Task<(int Status, JsonElement Json)> AskAsync(
        this RunningGateway gateway, HttpMethod method, string path, string? body = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(gateway.InternalAddress, path))
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var answer = await client.SendAsync(request, Cancelled);
        var text = await answer.Content.ReadAsStringAsync(Cancelled);
        return ((int)answer.StatusCode, JsonDocument.Parse(text).RootElement);
    }

    public static string? Text(this JsonElement json, string name) => json.GetProperty(name).GetString();

    public static string Skipped(this JsonElement json)
        => string.Join('\n', json.GetProperty("skipped").EnumerateArray().Select(sentence => sentence.GetString()));
}
