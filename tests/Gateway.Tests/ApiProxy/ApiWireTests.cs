using System.IO.Compression;
using System.Text;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Gateway.Tests.ApiProxy;

/// <summary>What WeChat really gets, and what its odder answers become: WeChat is a script here.</summary>
public sealed class ApiWireTests : IAsyncLifetime
{
    private const string Token = "TOKEN-that-nobody-may-see";

    private ScriptedBackend _weChat = null!;
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _weChat = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        Answer((_, context) => ScriptedBackend.WriteAsync(context, """{"errcode":0,"errmsg":"ok"}"""));
        _gateway = await RunningGateway.StartAsync(
            new()
            {
                ["Gateway:WeChat:ApiUrl"] = _weChat.Address + "/base",
                ["Gateway:Services:shop:AppId"] = "wx1",
                ["Gateway:Services:shop:AppSecret"] = "secret",
                ["Gateway:Services:shop:Token"] = "t",
                ["Gateway:Services:my shop 1:AppId"] = "wx2",
                ["Gateway:Services:my shop 1:Token"] = "t",
                ["Gateway:Services:我的 店:AppId"] = "wx3",
                ["Gateway:Services:我的 店:AppSecret"] = "secret",
                ["Gateway:Services:我的 店:Token"] = "t",
                ["ReverseProxy:Routes:own:ClusterId"] = "shop.api",
                ["ReverseProxy:Routes:own:Match:Path"] = "/own/{**path}",
                ["ReverseProxy:Routes:own:Metadata:WeChat.Service"] = "shop",
                ["ReverseProxy:Routes:own:Metadata:WeChat.Exchange"] = "api",
            },
            TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _weChat.DisposeAsync();
    }

    [Fact]
    public async Task The_query_is_passed_byte_for_byte_with_the_token_at_its_end()
    {
        await SendAsync("/wxapi/shop/cgi-bin/x/y?b=%E4%BD%A0+%2F&a&=c&access_token=mine&a=2");

        Assert.Equal(("/base/cgi-bin/x/y", $"?b=%E4%BD%A0+%2F&a&=c&a=2&access_token={Token}"), (Last.Path, Last.Query));
    }

    [Fact]
    public async Task A_header_in_other_letters_than_ASCIIs_fails_no_call()
    {
        using var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_gateway.InternalAddress, "/wxapi/shop/cgi-bin/x"));
        request.Headers.Add("X-Caller", "订单");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("订单", Last.Headers["X-Caller"]);
    }

    [Fact]
    public async Task Headers_for_the_gateway_are_not_for_WeChat()
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(_gateway.InternalAddress, "/wxapi/shop/cgi-bin/x"))
        { Content = new StringContent("{}") };
        foreach (var name in new[] { "Authorization", "X-Api-Key", "Cookie", "X-Forwarded-For", "X-Forwarded-Host", "Forwarded",
            "X-WeChat-Service", "Accept-Encoding" })
        {
            request.Headers.TryAddWithoutValidation(name, "Bearer private");
        }

        request.Headers.TryAddWithoutValidation("X-Mine", "kept");
        using var response = await Calls.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(Last.Headers, header => header.Value.ToString().Contains("private", StringComparison.Ordinal));
        Assert.DoesNotContain(Last.Headers, header => header.Key.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("kept", Last.Headers["X-Mine"]);
        Assert.Equal(new Uri(_weChat.Address).Authority, Last.Headers.Host);
        Assert.Equal("2", Last.Headers.ContentLength.ToString());
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_does_not_tell_the_token()
    {
        Answer((call, context) =>
        {
            context.Response.Redirect($"https://elsewhere.example{call.Path}{call.Query}");
            context.Response.Headers["X-Echo"] = Uri.EscapeDataString(Token);
            return Task.CompletedTask;
        });

        using var response = await SendAsync("/wxapi/shop/cgi-bin/x");

        Assert.Equal(302, (int)response.StatusCode);
        Assert.DoesNotContain(Token, response.Headers.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_error_that_quotes_the_token_comes_without_it()
    {
        Answer((_, context) => ScriptedBackend.WriteAsync(context, $$"""{"errcode":61451,"errmsg":"invalid {{Token}} 你"}"""));

        using var response = await SendAsync("/wxapi/shop/cgi-bin/x");

        Assert.Equal("""{"errcode":61451,"errmsg":"invalid *** 你"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("image/jpeg", false)]
    [InlineData("image/jpeg", true)]
    [InlineData("application/octet-stream", true)]
    [InlineData("audio/amr", false)]
    [InlineData("video/mp4", true)]
    [InlineData("", true)]
    [InlineData("nonsense", true)]
    public async Task A_refused_token_is_replaced_whatever_the_Content_Type_says(string mediaType, bool hasLength)
    {
        var tries = 0;
        Answer(async (_, context) =>
        {
            var body = Interlocked.Increment(ref tries) == 1 ? " \n{\"errcode\":40001,\"errmsg\":\"invalid credential\"}"u8.ToArray()
                : [0xFF, 0xD8, 0xFF];
            context.Response.ContentType = mediaType;
            context.Response.ContentLength = hasLength ? body.Length : null;
            await context.Response.Body.WriteAsync(body);
        });

        using var response = await SendAsync("/wxapi/shop/wxa/getwxacodeunlimit");

        Assert.Equal([0xFF, 0xD8, 0xFF], await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task An_answer_that_quotes_an_earlier_call_comes_without_the_token()
    {
        Answer((_, context) => ScriptedBackend.WriteAsync(context, $$$"""{"errcode":0,"request":{"request_url":"access_token={{{Token}}}&x=1"}}"""));

        using var response = await SendAsync("/wxapi/shop/cgi-bin/openapi/rid/get");

        Assert.Equal(
            """{"errcode":0,"request":{"request_url":"access_token=***&x=1"}}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_compressed_answer_is_passed_on_untouched()
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("""{"errcode":40001}"""), TestContext.Current.CancellationToken);
        }

        Answer(async (_, context) =>
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(compressed.ToArray());
        });

        using var response = await SendAsync("/wxapi/shop/cgi-bin/x");

        Assert.Equal(compressed.ToArray(), await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    public async Task A_long_answer_comes_whole(string mediaType)
    {
        var body = $$"""{"errcode":40001,"data":"{{new string('x', 100_000)}}"}""";
        Answer((_, context) => ScriptedBackend.WriteAsync(context, body, contentType: mediaType));

        using var response = await SendAsync("/wxapi/shop/cgi-bin/x");

        Assert.Equal(body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, _weChat.Calls.Count(call => call.Path.EndsWith("/x", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("{\"errcode\":400")]
    [InlineData("[40001]")]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("{}")]
    public async Task Whatever_else_WeChat_says_is_passed_on(string body)
    {
        Answer((_, context) => ScriptedBackend.WriteAsync(context, body));

        using var response = await SendAsync("/wxapi/shop/cgi-bin/x");

        Assert.Equal(
            (200, body), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task The_second_try_is_the_same_request()
    {
        var tries = 0;
        Answer((_, context) => ScriptedBackend.WriteAsync(context, Interlocked.Increment(ref tries) == 1 ? """ {"errcode":"40001","errmsg":"no"}""" : """{"errcode":0}"""));
        using var content = new StringContent("""{"a":"你"}""", Encoding.UTF8, "text/x-mine");

        using var response = await Calls.SendAsync(_gateway.InternalAddress, "/wxapi/shop/cgi-bin/x?q=1", HttpMethod.Put, content);

        var calls = _weChat.Calls.Where(call => call.Path == "/base/cgi-bin/x").ToArray();
        Assert.Equal(["PUT", "PUT"], calls.Select(call => call.Method));
        Assert.Equal(["""{"a":"你"}""", """{"a":"你"}"""], calls.Select(call => call.Text));
        Assert.Equal(
            ["text/x-mine; charset=utf-8", "text/x-mine; charset=utf-8"], calls.Select(call => call.Headers.ContentType.ToString()));
        Assert.Equal(calls[0].Headers.ContentLength, calls[1].Headers.ContentLength);
        Assert.Equal([$"?q=1&access_token={Token}", $"?q=1&access_token={Token}-2"], calls.Select(call => call.Query));
    }

    [Fact]
    public async Task A_route_of_the_users_own_calls_WeChat_as_well_but_not_on_the_public_port()
    {
        using var inside = await SendAsync("/own/cgi-bin/x");
        using var outside = await Calls.SendAsync(_gateway.Address, "/own/cgi-bin/x");

        Assert.Equal(200, (int)inside.StatusCode);
        Assert.Equal($"?access_token={Token}", Last.Query);
        Assert.Equal(404, (int)outside.StatusCode);
    }

    [Fact]
    public async Task A_name_in_any_script_stands_in_the_path()
    {
        using var response = await SendAsync("/wxapi/%E6%88%91%E7%9A%84%20%E5%BA%97/cgi-bin/x");

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("/base/cgi-bin/x", Last.Path);
    }

    [Fact]
    public async Task A_caller_that_hangs_up_ends_the_call_of_WeChat()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Answer(async (_, context) =>
        {
            context.RequestAborted.Register(ended.SetResult);
            begun.SetResult();
            await ended.Task;
        });
        using var hangUp = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_gateway.InternalAddress, "/wxapi/shop/cgi-bin/x"));

        var call = Calls.Client.SendAsync(request, hangUp.Token);
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        await hangUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    private BackendCall Last => _weChat.Calls[^1];

    private Task<HttpResponseMessage> SendAsync(string path) => Calls.SendAsync(_gateway.InternalAddress, path);

    private void Answer(Func<BackendCall, HttpContext, Task> answer)
    {
        var issued = 0;
        _weChat.Script = (call, context) => call.Path.EndsWith("/stable_token", StringComparison.Ordinal)
            ? ScriptedBackend.WriteAsync(context, $$"""{"access_token":"{{Token}}{{(Interlocked.Increment(ref issued) == 1 ? "" : $"-{issued}")}}","expires_in":7200}""")
            : answer(call, context);
    }
}
