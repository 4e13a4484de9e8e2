using System.Net.Http.Headers;
using System.Text;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Gateway.Tests.ApiProxy;

/// <summary>Backends call a simulated WeChat through the gateway.</summary>
public sealed class ApiCallTests : IAsyncLifetime
{
    private const string Menu = """{"button":[{"type":"click","name":"今日","key":"K"}]}""";

    private TestRig _rig = null!;

    private Uri Internal => _rig.Gateway.InternalAddress;

    public async ValueTask InitializeAsync() => _rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(TestRig.Plain)]
    [InlineData(TestRig.Json)]
    [InlineData("WXECHO")]
    public async Task A_call_needs_no_token(string service)
    {
        var created = await CallAsync(service, ApiPath.MenuCreate, Json(Menu));
        var menu = await CallAsync(service, ApiPath.MenuGet);

        Assert.Equal((200, 0), (created.Status, created.Json.ErrorCode()));
        Assert.Equal("今日", menu.Json.GetProperty("menu").GetProperty("button")[0].GetProperty("name").GetString());
        Assert.Equal(1, _rig.WeChat.Calls.TokenRequests());
    }

    [Fact]
    public async Task Each_service_calls_in_its_own_name()
    {
        await CallAsync(TestRig.Plain, ApiPath.MenuCreate, Json(Menu));

        Assert.Equal(0, (await CallAsync(TestRig.Plain, ApiPath.MenuGet)).Json.ErrorCode());
        Assert.Equal(46003, (await CallAsync(TestRig.Safe, ApiPath.MenuGet)).Json.ErrorCode());
    }

    [Theory]
    [InlineData("access_token=mine")]
    [InlineData("ACCESS_token=mine")]
    [InlineData("a=1&access%5Ftoken=mine&access_token=also&b=2")]
    public async Task A_token_that_the_caller_sends_is_dropped(string query)
        => Assert.Equal(46003, (await CallAsync(TestRig.Plain, $"{ApiPath.MenuGet}?{query}")).Json.ErrorCode());

    [Theory]
    [InlineData(40001)]
    [InlineData(40014)]
    [InlineData(42001)]
    public async Task A_refused_token_is_replaced_and_the_call_sent_again(int errorCode)
    {
        await CallAsync(TestRig.Plain, ApiPath.MenuGet);
        _rig.WeChat.Faults.Add(ApiPath.MenuCreate, Fault.Error(errorCode), times: 1);

        Assert.Equal(0, (await CallAsync(TestRig.Plain, ApiPath.MenuCreate, Json(Menu))).Json.ErrorCode());
        Assert.Equal(2, _rig.WeChat.Calls.Count(ApiPath.MenuCreate));
    }

    [Fact]
    public async Task Other_errors_are_passed_on_as_they_are()
    {
        _rig.WeChat.Faults.Add(ApiPath.MenuGet, Fault.Error(48001, "api unauthorized"));

        Assert.Equal(48001, (await CallAsync(TestRig.Plain, ApiPath.MenuGet)).Json.ErrorCode());
        Assert.Equal(1, _rig.WeChat.Calls.Count(ApiPath.MenuGet));
    }

    [Fact]
    public async Task A_token_that_is_refused_again_is_not_tried_a_third_time()
    {
        _rig.WeChat.Faults.Add(ApiPath.MenuGet, Fault.Error(40001));

        Assert.Equal(40001, (await CallAsync(TestRig.Plain, ApiPath.MenuGet)).Json.ErrorCode());
        Assert.Equal(2, _rig.WeChat.Calls.Count(ApiPath.MenuGet));
    }

    [Fact]
    public async Task A_hundred_calls_that_meet_40001_cause_one_renewal_and_all_succeed()
    {
        await CallAsync(TestRig.Plain, ApiPath.MenuCreate, Json(Menu));
        _rig.WeChat.RevokeToken(TestRig.Plain);

        var calls = await Task.WhenAll(Enumerable.Range(0, 100).Select(index => index % 2 == 0
            ? CallAsync(TestRig.Plain, ApiPath.MenuGet)
            : CallAsync(TestRig.Plain, ApiPath.MenuCreate, Json(Menu))));

        Assert.All(calls, call => Assert.Equal((200, 0), (call.Status, call.Json.ErrorCode())));
        Assert.Equal(2, _rig.WeChat.Calls.TokenRequests(TestRig.Plain));
    }

    [Fact]
    public async Task A_body_without_a_length_is_sent_again_too()
    {
        await CallAsync(TestRig.Plain, ApiPath.MenuGet);
        _rig.WeChat.RevokeToken(TestRig.Plain);

        var created = await CallAsync(TestRig.Plain, ApiPath.MenuCreate, new StreamContent(new OneWay(Encoding.UTF8.GetBytes(Menu))));

        Assert.Equal(0, created.Json.ErrorCode());
    }

    [Fact]
    public async Task A_body_that_is_too_large_to_keep_is_sent_once_and_the_callers_own_second_try_succeeds()
    {
        await CallAsync(TestRig.Plain, ApiPath.MenuGet);
        _rig.WeChat.RevokeToken(TestRig.Plain);

        var first = await UploadAsync(2 * 1024 * 1024);
        var second = await UploadAsync(2 * 1024 * 1024);

        Assert.Equal((200, 40001), (first.Status, first.Json.ErrorCode()));
        Assert.Equal((200, 0), (second.Status, second.Json.ErrorCode()));
        Assert.Equal(2, _rig.WeChat.Calls.Count(ApiPath.MediaUpload));
        Assert.Single(_rig.WeChat.Media.Uploads);
    }

    [Theory]
    [InlineData(1024 * 1024)]
    [InlineData((1024 * 1024) + 1)]
    [InlineData(3 * 1024 * 1024)]
    public async Task A_body_without_a_length_arrives_whole_whatever_its_size(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var content = new StreamContent(new OneWay(bytes));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");

        Assert.Equal(0, (await CallAsync(TestRig.Plain, ApiPath.MediaUpload + "?type=image", content)).Json.ErrorCode());
        Assert.Equal(
            (length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))),
            ((int)_rig.WeChat.Media.Uploads.Single().Length, _rig.WeChat.Media.Uploads.Single().Sha256));
    }

    [Theory]
    [InlineData("""{"scene":"a=1"}""", "image/jpeg", 0xFF, 0xD9)]
    [InlineData("""{"scene":"a=1","is_hyaline":true}""", "image/png", 0x60, 0x82)]
    [InlineData("{}", "application/json", 0x22, 0x7D)]
    public async Task An_image_or_a_JSON_error_comes_whole_as_WeChat_sent_it(string body, string mediaType, params int[] end)
    {
        using var response = await Calls.SendAsync(Internal, $"/wxapi/{TestRig.Plain}{ApiPath.MiniProgramCode}", content: Json(body));
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(mediaType, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(end, bytes[^2..].Select(one => (int)one));
    }

    [Fact]
    public async Task A_service_without_a_secret_is_told_why_in_the_shape_of_WeChat()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken, ($"Services:{TestRig.Plain}:AppSecret", ""));

        var (status, json) = await Calls.JsonAsync(rig.Gateway.InternalAddress, $"/wxapi/{TestRig.Plain}{ApiPath.MenuGet}");

        Assert.Equal((503, -70503), (status, json.ErrorCode()));
        Assert.Contains("has no AppSecret", json.GetProperty("errmsg").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, rig.WeChat.Calls.Count(ApiPath.MenuGet));
    }

    [Fact]
    public async Task A_refusal_of_the_account_is_told_without_its_secret()
    {
        _rig.Accounts[TestRig.Plain].AppSecret = "another";

        using var response = await Calls.SendAsync(Internal, $"/wxapi/{TestRig.Plain}{ApiPath.MenuGet}");
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(503, (int)response.StatusCode);
        Assert.Contains("errcode 40125", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-" + TestRig.Plain, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_WeChat_that_breaks_off_is_an_error_in_its_own_shape()
    {
        await CallAsync(TestRig.Plain, ApiPath.MenuGet);
        _rig.WeChat.Faults.Add(ApiPath.MenuGet, Fault.Abort());

        var (status, json) = await CallAsync(TestRig.Plain, ApiPath.MenuGet);

        Assert.Equal((502, -70502), (status, json.ErrorCode()));
    }

    [Theory]
    [InlineData("/wxapi/nobody/cgi-bin/menu/get")]
    [InlineData("/wxapi")]
    [InlineData("/wxapi/")]
    [InlineData("/elsewhere")]
    [InlineData("/")]
    public async Task What_is_not_there_is_an_error_in_the_shape_of_WeChat(string path)
    {
        var (status, json) = await Calls.JsonAsync(Internal, path);

        Assert.Equal((404, -70404), (status, json.ErrorCode()));
    }

    [Fact]
    public async Task A_trace_which_would_bring_back_the_token_is_not_sent()
    {
        using var response = await Calls.SendAsync(Internal, $"/wxapi/{TestRig.Plain}{ApiPath.MenuGet}", HttpMethod.Trace);

        Assert.Equal(405, (int)response.StatusCode);
        Assert.Equal(0, _rig.WeChat.Calls.Count(ApiPath.MenuGet));
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private Task<(int Status, System.Text.Json.JsonElement Json)> CallAsync(string service, string path, HttpContent? content = null)
        => Calls.JsonAsync(Internal, $"/wxapi/{service}{path}", content: content);

    private Task<(int Status, System.Text.Json.JsonElement Json)> UploadAsync(int length)
    {
        var content = new StreamContent(new PatternStream(length));
        content.Headers.ContentLength = length;
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        return CallAsync(TestRig.Plain, ApiPath.MediaUpload + "?type=image", content);
    }

    /// <summary>A stream whose length nobody knows, so that it is sent in chunks.</summary>
    private sealed class OneWay(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
