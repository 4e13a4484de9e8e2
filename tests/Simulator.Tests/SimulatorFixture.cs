using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Simulator.Tests;

/// <summary>Starts a simulator with one account and calls its API as a gateway would.</summary>
public abstract class SimulatorFixture : IAsyncLifetime
{
    protected const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    // What a redirect or a cookie says is part of the answer.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    protected FakeTimeProvider Clock { get; } = new();

    protected SimulatedAccount Account { get; } = new()
    {
        AppId = "wx1234567890abcdef",
        AppSecret = "app-secret",
        OriginalId = "gh_1",
        Token = "push-token",
        EncodingAesKey = Key,
    };

    protected WeChatSimulator Simulator { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        Simulator = await WeChatSimulator.StartAsync(new SimulatorOptions { TimeProvider = Clock, HasControlApi = true }, Cancellation);
        Simulator.AddAccount(Account);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _http.Dispose();
        await Simulator.DisposeAsync();
    }

    protected Task<HttpResponseMessage> SendAsync(HttpMethod method, string pathAndQuery, string? body = null) =>
        _http.SendAsync(
            new HttpRequestMessage(method, new Uri(Simulator.Address, pathAndQuery))
            {
                Content = body is null ? null : new StringContent(body),
            },
            Cancellation);

    protected async Task<JsonObject> CallAsync(HttpMethod method, string pathAndQuery, string? body = null)
    {
        using var response = await SendAsync(method, pathAndQuery, body);
        Assert.Equal(200, (int)response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!.AsObject();
    }

    /// <summary>Calls an API with the account's token; a body makes it a POST.</summary>
    protected async Task<JsonObject> ApiAsync(string pathAndQuery, string? body = null) =>
        await CallAsync(body is null ? HttpMethod.Get : HttpMethod.Post, await WithTokenAsync(pathAndQuery), body);

    protected async Task<int> ErrorOfAsync(string pathAndQuery, string? body = null) =>
        (int?)(await ApiAsync(pathAndQuery, body))["errcode"] ?? 0;

    protected async Task<HttpResponseMessage> DownloadAsync(string pathAndQuery, string? body = null) =>
        await SendAsync(body is null ? HttpMethod.Get : HttpMethod.Post, await WithTokenAsync(pathAndQuery), body);

    /// <summary>Uploads a file in the field <c>media</c> of a form, with other fields beside it.</summary>
    protected async Task<JsonObject> UploadAsync(
        string pathAndQuery,
        string fileName,
        byte[] bytes,
        string? contentType = null,
        params (string Name, string Value)[] fields)
    {
        using var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = contentType is null ? null : new(contentType);
        using var form = new MultipartFormDataContent { { file, "media", fileName } };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        using var response = await _http.PostAsync(new Uri(Simulator.Address, await WithTokenAsync(pathAndQuery)), form, Cancellation);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!.AsObject();
    }

    private async Task<string> WithTokenAsync(string pathAndQuery) =>
        $"{pathAndQuery}{(pathAndQuery.Contains('?', StringComparison.Ordinal) ? '&' : '?')}access_token={await StableTokenAsync()}";

    protected async Task<string> StableTokenAsync()
    {
        var answer = await CallAsync(
            HttpMethod.Post,
            ApiPath.StableToken,
            $$"""{"grant_type":"client_credential","appid":"{{Account.AppId}}","secret":"app-secret"}""");
        return (string)answer["access_token"]!;
    }
}
