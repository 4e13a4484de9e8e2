using System.Text.Json.Nodes;

namespace WxYarpGateway.MiniProgram;

/// <summary>A phone with a mini program: what its JavaScript does with wx.login, wx.request and the buttons, over HTTP.</summary>
public sealed class Phone(PhoneOptions options) : IDisposable
{
    private readonly HttpClient _gateway = new() { BaseAddress = options.Gateway };
    private readonly HttpClient _weChat = new() { BaseAddress = options.WeChat };
    private string? _token;

    /// <summary>Gets the user, once WeChat has told it.</summary>
    public string OpenId { get; private set; } = options.OpenId ?? "";

    /// <summary>Returns what wx.login and the button for the phone number give (from the simulator: <c>docs/simulator.md</c>).</summary>
    public async Task<JsonNode> AskWeChatAsync(CancellationToken cancellationToken)
    {
        var order = new JsonObject { ["appId"] = options.AppId, ["openId"] = OpenId.Length > 0 ? OpenId : null };
        var login = await SimulateAsync("login", order, cancellationToken);
        OpenId = (string)login["openId"]!;
        return login;
    }

    /// <summary>Lets WeChat's user do something, such as accept notices.</summary>
    public async Task<JsonNode> SimulateAsync(string what, JsonObject order, CancellationToken cancellationToken)
    {
        order["appId"] = options.AppId;
        using var response = await _weChat.PostAsJsonAsync($"/simulator/{what}", order, cancellationToken);
        response.EnsureSuccessStatusCode();
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return text.Length > 0 ? JsonNode.Parse(text)! : new JsonObject();
    }

    /// <summary>Returns the notices that came to this user.</summary>
    public async Task<int> CountNoticesAsync(CancellationToken cancellationToken) =>
        (await _weChat.GetFromJsonAsync<JsonArray>("/simulator/notices", cancellationToken))!
            .Count(notice => (string?)notice!["toUser"] == OpenId);

    /// <summary>Calls one of the login proxy's paths, and returns its envelope.</summary>
    public async Task<Envelope> CallAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body, cancellationToken);
        var envelope = Envelope.Read(await response.Content.ReadAsStringAsync(cancellationToken));
        _token = (string?)envelope.Data?["token"] ?? _token;
        return envelope;
    }

    /// <summary>Sends a request to the mini program's backend, or to any path of the gateway.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("User-App", options.AppId);
        if (_token is not null)
        {
            request.Headers.Add("User-Token", _token);
        }

        return _gateway.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _gateway.Dispose();
        _weChat.Dispose();
    }
}
