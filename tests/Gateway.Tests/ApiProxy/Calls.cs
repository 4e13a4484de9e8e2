using System.Text.Json;

namespace WxYarpGateway.Gateway.Tests.ApiProxy;

/// <summary>Calls as a backend makes them.</summary>
internal static class Calls
{
    public static readonly HttpClient Client = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    { Timeout = TimeSpan.FromSeconds(60) };

    public static async Task<(int Status, JsonElement Json)> JsonAsync(
        Uri address, string path, HttpMethod? method = null, HttpContent? content = null, string? key = null)
    {
        using var response = await SendAsync(address, path, method, content, key);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(text.StartsWith('{'), $"{(int)response.StatusCode}: {text}");
        return ((int)response.StatusCode, JsonDocument.Parse(text).RootElement);
    }

    public static async Task<HttpResponseMessage> SendAsync(
        Uri address, string path, HttpMethod? method = null, HttpContent? content = null, string? key = null)
    {
        using var request = new HttpRequestMessage(
            method ?? (content is null ? HttpMethod.Get : HttpMethod.Post), new Uri(address, path))
        { Content = content };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Api-Key", key);
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public static int ErrorCode(this JsonElement json) => json.TryGetProperty("errcode", out var code) ? code.GetInt32() : 0;
}
