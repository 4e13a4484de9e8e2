using System.Net;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>A browser without scripts: it has cookies, and sends forms as pages have them.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _client;

    public Visitor(Uri console)
    {
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false, UseProxy = false })
        {
            BaseAddress = console,
        };
    }

    /// <summary>Gets its cookies.</summary>
    public CookieContainer Cookies { get; } = new();

    /// <summary>Gets headers that it sends with each request.</summary>
    public System.Net.Http.Headers.HttpRequestHeaders Headers => _client.DefaultRequestHeaders;

    /// <summary>Opens a page.</summary>
    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path, TestContext.Current.CancellationToken);

    /// <summary>Sends anything.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
        => _client.SendAsync(request, TestContext.Current.CancellationToken);

    /// <summary>Opens a page, fills its first form for this path in and sends it; returns the answer and its text.</summary>
    public async Task<(HttpResponseMessage Answer, string Text)> SubmitAsync(string page, params (string Name, string Value)[] fields)
    {
        using var opened = await GetAsync(page);
        var text = await opened.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var token = Token().Match(text).Groups[1].Value;
        var handler = Handler().Match(text).Groups[1].Value;
        return await PostAsync(page, [("__RequestVerificationToken", token), ("_handler", handler), .. fields]);
    }

    /// <summary>Sends a form; returns the answer and its text.</summary>
    public async Task<(HttpResponseMessage Answer, string Text)> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        var answer = await _client.PostAsync(path, form, TestContext.Current.CancellationToken);
        return (answer, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>Signs in; returns the answer and its text.</summary>
    public Task<(HttpResponseMessage Answer, string Text)> SignInAsync(string name, string password, string code = "")
        => SubmitAsync("/sign-in", ("Form.Name", name), ("Form.Password", password), ("Form.Code", code));

    /// <summary>Returns whether a page shows itself, and does not lead to sign in.</summary>
    public async Task<bool> IsInAsync(string page = "/")
    {
        using var answer = await GetAsync(page);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"_handler\" value=\"([^\"]+)\"")]
    private static partial Regex Handler();
}
