using System.Net;
using System.Net.Http.Headers;
using System.Text;
using WxYarpGateway.Platform.Code;
using WxYarpGateway.Platform.Code.Answers;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Calls;

namespace WxYarpGateway.Platform.Tests.Code;

/// <summary>How each call reaches WeChat: its verb, its token, its body, and how often.</summary>
public sealed class CodeApiTests : IAsyncDisposable
{
    private const string Ok = """{"errcode":0,"errmsg":"ok","auditid":"1","status":1,"rest":1,"gray_release_plan":{"status":1}}""";

    private static readonly CodeCommit Order = new(12, """{"extAppid":"wxmini"}""", "3.2.0", "奶茶 😀 <&>");

    private readonly CodeFixture _world = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private CodeApi Code => _world.Code;

    /// <summary>Each call, what it must send, and with whose token.</summary>
    public static TheoryData<string, string, string> Calls() => new()
    {
        { "versions", "POST /wxa/getversioninfo", "{}" },
        { "visit-status", "POST /wxa/getvisitstatus", "{}" },
        { "audit", "GET /wxa/get_latest_auditstatus", "" },
        { "privacy-check", "GET /wxa/security/get_code_privacy_info", "" },
        { "gray-plan", "GET /wxa/getgrayreleaseplan", "" },
        { "history", "GET /wxa/revertcoderelease?action=get_history_version", "" },
        { "quota", "GET /wxa/queryquota", "" },
        { "pages", "GET /wxa/get_page", "" },
        { "category", "GET /wxa/get_category", "" },
        { "privacy", "POST /cgi-bin/component/getprivacysetting", """{"privacy_ver":2}""" },
        {
            "commit", "POST /wxa/commit",
            """{"template_id":12,"ext_json":"{\"extAppid\":\"wxmini\"}","user_version":"3.2.0","user_desc":"奶茶 😀 <&>"}"""
        },
        { "submit", "POST /wxa/submit_audit", """{"version_desc":"新"}""" },
        { "undo", "GET /wxa/undocodeaudit", "" },
        { "speed-up", "POST /wxa/speedupaudit", """{"auditid":12345678901234567890}""" },
        { "release", "POST /wxa/release", "{}" },
        { "rollback", "GET /wxa/revertcoderelease", "" },
        { "rollback 7", "GET /wxa/revertcoderelease?app_version=7", "" },
        { "gray-release", "POST /wxa/grayrelease", """{"gray_percentage":10,"support_debuger_first":true}""" },
        { "undo-gray-release", "GET /wxa/revertgrayrelease", "" },
        { "set-visit-status", "POST /wxa/change_visitstatus", """{"action":"close"}""" },
        { "set-privacy", "POST /cgi-bin/component/setprivacysetting", """{"owner_setting":{"notice_method":"弹窗"}}""" },
        { "templates", "GET /wxa/gettemplatelist?template_type=1", "" },
        { "drafts", "GET /wxa/gettemplatedraftlist", "" },
        { "add-template", "POST /wxa/addtotemplate", """{"draft_id":3,"template_type":0}""" },
        { "delete-template", "POST /wxa/deletetemplate", """{"template_id":12}""" },
        { "trial-qrcode", "GET /wxa/get_qrcode?path=pages%2Findex%3Fa%3D1", "" },
        { "release-qrcode", "POST /wxa/getwxacodeunlimit", """{"scene":"s","page":"pages/index"}""" },
        { "media", "POST /wxa/uploadmedia", "form" },
        { "feedback-media", "POST /cgi-bin/media/upload?type=image", "form" },
    };

    public static TheoryData<string> Names() => new(Calls().Select(row => row.Data.Item1));

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Each_call_has_its_verb_its_body_and_its_token(string name, string request, string body)
    {
        var call = Of(name);
        Script(call, Ok);

        Assert.Null(await SendAsync(name));

        var sent = Assert.Single(_world.WeChat.Calls);
        var query = sent.Url.Query.TrimStart('?').Split('&').Where(pair => !pair.StartsWith("access_token=", StringComparison.Ordinal));
        var address = string.Join('?', new[] { $"{sent.Method} {sent.Path}", string.Join('&', query) }.Where(part => part.Length > 0));
        var whose = call.IsOfPlatform ? CodeFixture.Component : CodeFixture.Mini;
        Assert.Equal((request, body, $"{whose.AppId}-0"), (address, sent.Body, sent.Query("access_token")));
        Assert.Equal($"{call.Method} {call.Path}", request.Split('?')[0]);
    }

    [Fact]
    public void No_call_is_left_out() =>
        Assert.Equal(CodeCalls.All.Select(call => call.Name).Order(), Names().Select(row => row.Data.Split(' ')[0]).Distinct().Order());

    /// <summary>All that is sent once, and one call that is not.</summary>
    public static TheoryData<string> Changes() => new(
        Names().Select(row => row.Data).Where(name => name == "versions" || IsOnce(Of(name))));

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task What_changes_something_is_sent_once_whatever_happens(string name)
    {
        var call = Of(name);
        var isOnce = IsOnce(call);
        _world.WeChat.When(call.Path, (_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded));

        var error = await SendAsync(name);

        Assert.True(error!.IsUnanswered);
        Assert.Equal(isOnce ? 1 : 3, _world.WeChat.Calls.Count);

        _world.WeChat.When(call.Path, """{"errcode":-1,"errmsg":"system error"}""");
        Assert.Equal(-1, (await SendAsync(name))!.ErrorCode);
        Assert.Equal(isOnce ? 2 : 6, _world.WeChat.Calls.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_token_that_WeChat_refuses_is_replaced(string name)
    {
        var call = Of(name);
        Script(call, """{"errcode":42001,"errmsg":"access_token expired"}""", Ok);

        Assert.Null(await SendAsync(name));

        Assert.Equal(["0", "1"], _world.WeChat.Calls.Select(sent => sent.Query("access_token")!.Split('-')[1]));
        Assert.Equal(_world.WeChat.Calls[0].Body, _world.WeChat.Calls[1].Body);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Errors_keep_their_number_and_tell_no_token(string name)
    {
        var call = Of(name);
        var whose = call.IsOfPlatform ? CodeFixture.Component : CodeFixture.Mini;
        _world.WeChat.When(call.Path, $$"""{"errcode":85009,"errmsg":"bad {{whose.AppId}}-0"}""");

        var error = await SendAsync(name);

        Assert.Equal(85009, error!.ErrorCode);
        Assert.DoesNotContain("-0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_streams_cannot_be_sent_again()
    {
        _world.WeChat.WhenInTurn("/wxa/uploadmedia", """{"errcode":40001,"errmsg":"old"}""", Ok);
        var stream = new OneWayStream();

        var result = await Code.UploadAsync(
            CodeFixture.Mini, AuditMedia.Preview, "image", new UploadedFile(stream, new("multipart/form-data"), 4), Cancelled);

        Assert.False(result.TryGet(out _, out var error));
        Assert.Contains("again", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RetryAfter);
        Assert.Single(_world.WeChat.Calls);
    }

    [Theory]
    [InlineData("FFD8FFE000104A46", "image/jpeg")]
    [InlineData("89504E470D0A1A0A", "image/png")]
    [InlineData("474946383961", "image/gif")]
    [InlineData("524946460000000057454250", "image/webp")]
    public async Task Pictures_are_called_what_they_are(string bytes, string type)
    {
        byte[] picture = [.. Convert.FromHexString(bytes), .. new byte[5_000]];
        _world.WeChat.When("/wxa/get_qrcode", (_, _) => Task.FromResult(Picture(picture)));

        var result = await Code.TrialQrCodeAsync(CodeFixture.Mini, null, Cancelled);

        Assert.True(result.TryGet(out var found, out _));
        using var copied = new MemoryStream();
        await found.CopyToAsync(copied, Cancelled);
        found.Dispose();
        Assert.Equal((type, (long)picture.Length), (found.ContentType, found.Length));
        Assert.Equal(picture, copied.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("<html>busy</html>")]
    [InlineData("""{"errcode":0,"errmsg":"ok"}""")]
    public async Task What_is_no_picture_is_an_error(string body)
    {
        _world.WeChat.When("/wxa/get_qrcode", (_, _) => Task.FromResult(Picture(Encoding.UTF8.GetBytes(body))));

        var result = await Code.TrialQrCodeAsync(CodeFixture.Mini, null, Cancelled);

        Assert.False(result.TryGet(out _, out var error));
        Assert.Equal((null, ErrorClass.Busy), (error.ErrorCode, error.Class));
    }

    [Fact]
    public async Task Three_calls_make_one_answer_also_when_one_fails()
    {
        _world.WeChat.When("/wxa/getversioninfo", """{"errcode":61007,"errmsg":"api is unauthorized to component"}""");
        _world.WeChat.When("/wxa/get_latest_auditstatus", """{"errcode":85058,"errmsg":"no audit"}""");
        _world.WeChat.When("/wxa/getvisitstatus", """{"errcode":0,"status":"0"}""");

        var versions = await Code.VersionsAsync(CodeFixture.Mini, Cancelled);

        Assert.False(versions.Versions.TryGet(out _, out var error));
        Assert.Equal(61007, error.ErrorCode);
        Assert.True(versions.Audit.TryGet(out var audit, out _));
        Assert.Null(audit);
        Assert.True(versions.Visits.TryGet(out var visits, out _));
        Assert.Equal(VisitStatus.Suspended, visits);
    }

    private static CodeCall Of(string name) => CodeCalls.All.Single(call => call.Name == name.Split(' ')[0]);

    private static bool IsOnce(CodeCall call) => call.Changes || call == CodeCalls.TrialQrCode || call == CodeCalls.ReleaseQrCode;

    private static HttpResponseMessage Picture(byte[] bytes) => new(HttpStatusCode.OK)
    {
        // WeChat calls everything JPEG.
        Content = new ByteArrayContent(bytes) { Headers = { ContentType = new("image/jpeg") } },
    };

    private void Script(CodeCall call, params string[] answers)
    {
        if (call != CodeCalls.TrialQrCode && call != CodeCalls.ReleaseQrCode)
        {
            _world.WeChat.WhenInTurn(call.Path, answers);
            return;
        }

        var turn = 0;
        _world.WeChat.When(call.Path, (_, _) => Task.FromResult(
            ++turn == answers.Length ? Picture([0xFF, 0xD8, 0xFF, 0xE0]) : ScriptedWeChat.Json(answers[turn - 1])));
    }

    private async Task<WeChatError?> SendAsync(string name)
    {
        var mini = CodeFixture.Mini;
        var component = CodeFixture.Component;
        return name switch
        {
            "versions" => Of(await Code.VersionInfoAsync(mini, Cancelled)),
            "visit-status" => Of(await Code.VisitStatusAsync(mini, Cancelled)),
            "audit" => Of(await Code.LatestAuditAsync(mini, Cancelled)),
            "privacy-check" => Of(await Code.PrivacyCheckAsync(mini, Cancelled)),
            "gray-plan" => Of(await Code.GrayPlanAsync(mini, Cancelled)),
            "history" => Of(await Code.HistoryAsync(mini, Cancelled)),
            "quota" => Of(await Code.QuotaAsync(mini, Cancelled)),
            "pages" => Of(await Code.PagesAsync(mini, Cancelled)),
            "category" => Of(await Code.CategoriesAsync(mini, Cancelled)),
            "privacy" => Of(await Code.PrivacyAsync(mini, 2, Cancelled)),
            "commit" => (await Code.CommitAsync(mini, Order, Cancelled)).Error,
            "submit" => Of(await Code.SubmitAsync(mini, Bytes("""{"version_desc":"新"}"""), Cancelled)),
            "undo" => (await Code.UndoAuditAsync(mini, Cancelled)).Error,
            "speed-up" => (await Code.SpeedUpAsync(mini, "12345678901234567890", Cancelled)).Error,
            "release" => (await Code.ReleaseAsync(mini, Cancelled)).Error,
            "rollback" => (await Code.RollbackAsync(mini, null, Cancelled)).Error,
            "rollback 7" => (await Code.RollbackAsync(mini, "7", Cancelled)).Error,
            "gray-release" => (await Code.GrayReleaseAsync(mini, new GrayRelease(10, DebuggersFirst: true), Cancelled)).Error,
            "undo-gray-release" => (await Code.UndoGrayReleaseAsync(mini, Cancelled)).Error,
            "set-visit-status" => (await Code.SetVisitStatusAsync(mini, VisitStatus.Suspended, Cancelled)).Error,
            "set-privacy" => (await Code.SetPrivacyAsync(mini, Bytes("""{"owner_setting":{"notice_method":"弹窗"}}"""), Cancelled)).Error,
            "templates" => Of(await Code.TemplatesAsync(component, 1, Cancelled)),
            "drafts" => Of(await Code.DraftsAsync(component, Cancelled)),
            "add-template" => (await Code.AddTemplateAsync(component, 3, 0, Cancelled)).Error,
            "delete-template" => (await Code.DeleteTemplateAsync(component, 12, Cancelled)).Error,
            "trial-qrcode" => Of(await Code.TrialQrCodeAsync(mini, "pages/index?a=1", Cancelled)),
            "release-qrcode" => Of(await Code.ReleaseQrCodeAsync(mini, "pages/index", "s", Cancelled)),
            "media" => Of(await Code.UploadAsync(mini, AuditMedia.Preview, "image", Form(), Cancelled)),
            "feedback-media" => Of(await Code.UploadAsync(mini, AuditMedia.Feedback, "image", Form(), Cancelled)),
            _ => throw new ArgumentException(name),
        };
    }

    private static UploadedFile Form() =>
        new(new MemoryStream("form"u8.ToArray()), MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b"), 4);

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);

    private static WeChatError? Of<T>(WeChatResult<T> result) => result.TryGet(out _, out var error) ? null : error;

    /// <summary>A body that can be read once.</summary>
    private sealed class OneWayStream() : MemoryStream("form"u8.ToArray())
    {
        public override bool CanSeek => false;
    }
}
