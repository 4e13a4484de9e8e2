using System.Net.Http.Headers;
using System.Text.Json;
using WxYarpGateway.Gateway.Tests.Access;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Gateway.Tests.Platforms.Code;

/// <summary>The endpoints about code, each as WeChat gets it.</summary>
public sealed class CodeEndpointsTests : IAsyncLifetime
{
    private const string Mini = CodeRig.Mini;
    private const string Saas = "/platform/saas";

    private CodeRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Each endpoint, and how WeChat is called for it. An answer that is read must have what is asked for.</summary>
    public static TheoryData<string, string, string> Endpoints() => new()
    {
        { $"GET {Mini}/privacy-check", "GET /wxa/security/get_code_privacy_info", "" },
        { $"GET {Mini}/pages", "GET /wxa/get_page", "" },
        { $"GET {Mini}/category", "GET /wxa/get_category", "" },
        { $"GET {Mini}/audit", "GET /wxa/get_latest_auditstatus", "" },
        { $"DELETE {Mini}/audit", "GET /wxa/undocodeaudit", "" },
        { $"GET {Mini}/privacy", "POST /cgi-bin/component/getprivacysetting", """{"privacy_ver":2}""" },
        { $"GET {Mini}/privacy?privacy_ver=1", "POST /cgi-bin/component/getprivacysetting", """{"privacy_ver":1}""" },
        { $"POST {Mini}/release", "POST /wxa/release", "{}" },
        { $"POST {Mini}/rollback", "GET /wxa/revertcoderelease", "" },
        { $"GET {Mini}/rollback", "GET /wxa/revertcoderelease?action=get_history_version", "" },
        { $"DELETE {Mini}/gray-release", "GET /wxa/revertgrayrelease", "" },
        { $"GET {Mini}/gray-release", "GET /wxa/getgrayreleaseplan", "" },
        { $"GET {Saas}/templates", "GET /wxa/gettemplatelist", "" },
        { $"GET {Saas}/templates?type=1", "GET /wxa/gettemplatelist?template_type=1", "" },
        { $"GET {Saas}/template-drafts", "GET /wxa/gettemplatedraftlist", "" },
        { $"DELETE {Saas}/templates/12", "POST /wxa/deletetemplate", """{"template_id":12}""" },
        { $"GET {Saas}/quota", "GET /wxa/queryquota", "" },
    };

    /// <summary>Each endpoint that takes a body.</summary>
    public static TheoryData<string, string, string, string> Bodies() => new()
    {
        {
            $"POST {Mini}/commit",
            """{"template_id":"12","ext_json":{"ext":{"店":"\u5976茶 😀"}},"user_version":"1","user_desc":"\u65b0"}""",
            "POST /wxa/commit",
            """{"template_id":12,"ext_json":"{\"ext\":{\"店\":\"奶茶 😀\"}}","user_version":"1","user_desc":"新"}"""
        },
        {
            $"POST {Mini}/commit", """{"template_id":12,"ext_json":" {\"a\":1}","user_version":"1"}""",
            "POST /wxa/commit", """{"template_id":12,"ext_json":" {\"a\":1}","user_version":"1","user_desc":""}"""
        },
        { $"POST {Mini}/audit", "", "POST /wxa/submit_audit", "{}" },
        {
            $"POST {Mini}/audit",
            """{"item_list":[{"address":"index","first_class":"\u5de5具"}],"ugc_declare":{"scene":[1]},"privacy_api_not_use":true}""",
            "POST /wxa/submit_audit",
            """{"item_list":[{"address":"index","first_class":"工具"}],"ugc_declare":{"scene":[1]},"privacy_api_not_use":true}"""
        },
        { $"POST {Mini}/audit/speed-up", """{"auditid":"1234567890"}""", "POST /wxa/speedupaudit", """{"auditid":1234567890}""" },
        { $"POST {Mini}/rollback", """{"app_version":4}""", "GET /wxa/revertcoderelease?app_version=4", "" },
        {
            $"POST {Mini}/gray-release", """{"gray_percentage":10,"support_experiencer_first":false}""",
            "POST /wxa/grayrelease", """{"gray_percentage":10,"support_experiencer_first":false}"""
        },
        { $"PUT {Mini}/visit-status", """{"action":"open"}""", "POST /wxa/change_visitstatus", """{"action":"open"}""" },
        { $"PUT {Mini}/visit-status", """{"action":"close"}""", "POST /wxa/change_visitstatus", """{"action":"close"}""" },
        {
            $"PUT {Mini}/privacy",
            """{"owner_setting":{"notice_method":"\u5f39窗 😀"},"setting_list":[{"privacy_key":"UserInfo","privacy_text":"登录"}]}""",
            "POST /cgi-bin/component/setprivacysetting",
            """{"owner_setting":{"notice_method":"弹窗 😀"},"setting_list":[{"privacy_key":"UserInfo","privacy_text":"登录"}]}"""
        },
        {
            $"POST {Saas}/templates", """{"draft_id":3,"template_type":1}""",
            "POST /wxa/addtotemplate", """{"draft_id":3,"template_type":1}"""
        },
    };

    public async ValueTask InitializeAsync() => _rig = await CodeRig.StartAsync(
        ("InternalApiKeys:all", InternalListenerTests.DigestOf("all")),
        ("InternalApiKeys:read:Hash", InternalListenerTests.DigestOf("read")),
        ("InternalApiKeys:read:Scopes:0", "platform:read"),
        ("InternalApiKeys:write:Hash", InternalListenerTests.DigestOf("write")),
        ("InternalApiKeys:write:Scopes:0", "platform:write"),
        ("InternalApiKeys:api:Hash", InternalListenerTests.DigestOf("api")),
        ("InternalApiKeys:api:Scopes:0", "api"));

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Each_endpoint_calls_WeChat_as_WeChat_wants_it()
    {
        Script();
        foreach (var row in Endpoints())
        {
            var (endpoint, call, body) = row.Data;
            await CheckAsync(endpoint, null, call, body);
        }

        foreach (var row in Bodies())
        {
            var (endpoint, sent, call, body) = row.Data;
            await CheckAsync(endpoint, sent, call, body);
        }
    }

    [Fact]
    public async Task Reading_and_changing_have_their_scopes()
    {
        Script();
        foreach (var endpoint in Endpoints().Select(row => row.Data.Item1).Concat(Bodies().Select(row => row.Data.Item1)).Distinct())
        {
            var (method, path) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1]);
            foreach (var key in new[] { "read", "write", "api" })
            {
                var isAllowed = key == (method == "GET" ? "read" : "write");
                var (status, _, _) = await _rig.CallAsync(method, path, method == "GET" ? null : """{"x":1}""", key);
                Assert.True(isAllowed == (status != 403), $"{endpoint} {key} {status}");
            }
        }

        Assert.Equal(401, (await _rig.CallAsync("GET", $"{Mini}/versions", key: "wrong")).Status);
    }

    [Fact]
    public async Task Versions_are_one_answer_also_when_a_call_fails()
    {
        Script();
        _rig.WeChat.When(
            "/wxa/getversioninfo",
            """
            {"exp_info":{"exp_time":1,"exp_version":"2","exp_desc":"新"},"release_info":{"release_time":2,"release_version":"1"}}
            """);
        _rig.WeChat.When(
            "/wxa/get_latest_auditstatus", """{"errcode":0,"auditid":1234567890,"status":"1","reason":"r","ScreenShot":"a|b"}""");
        _rig.WeChat.When("/wxa/getvisitstatus", """{"errcode":0,"status":1}""");

        var (status, whole, _) = await CallAsync("GET", $"{Mini}/versions");

        Assert.Equal(200, status);
        Assert.Equal(
            """
            {"release_info":{"release_version":"1","release_desc":"","release_time":2},
            "exp_info":{"exp_version":"2","exp_desc":"新","exp_time":1},
            "audit":{"auditid":"1234567890","status":1,"reason":"r","screenshot":"a|b","user_version":"","user_desc":""},
            "visit_status":1}
            """.ReplaceLineEndings(""),
            whole.GetRawText());

        string[] paths = ["/wxa/getversioninfo", "/wxa/get_latest_auditstatus", "/wxa/getvisitstatus"];
        string[] members = ["release_info", "audit", "visit_status"];
        for (var failing = 0; failing < paths.Length; failing++)
        {
            Script();
            _rig.WeChat.When(paths[failing], """{"errcode":61007,"errmsg":"api is unauthorized to component"}""");

            var (partStatus, part, _) = await CallAsync("GET", $"{Mini}/versions");

            Assert.Equal(200, partStatus);
            Assert.False(part.TryGetProperty(members[failing], out _));
            Assert.All(members.Where(member => member != members[failing]), member => Assert.True(part.TryGetProperty(member, out _)));
            var error = Assert.Single(part.GetProperty("errors").EnumerateArray());
            Assert.Equal((paths[failing], 61007), (error.GetProperty("call").GetString(), error.GetProperty("errcode").GetInt32()));
            Assert.Contains("permission set 18", error.GetProperty("hint").GetString(), StringComparison.Ordinal);
        }

        foreach (var path in paths)
        {
            _rig.WeChat.When(path, """{"errcode":48001,"errmsg":"api unauthorized"}""");
        }

        var (noneStatus, none, _) = await CallAsync("GET", $"{Mini}/versions");
        Assert.Equal((502, 48001), (noneStatus, none.GetProperty("errcode").GetInt32()));
    }

    [Fact]
    public async Task Nothing_submitted_is_no_error_of_versions()
    {
        Script();
        _rig.WeChat.When("/wxa/get_latest_auditstatus", """{"errcode":85058,"errmsg":"no audit"}""");

        var (status, versions, _) = await CallAsync("GET", $"{Mini}/versions");
        var (auditStatus, audit, _) = await CallAsync("GET", $"{Mini}/audit");
        var (speedUpStatus, speedUp, _) = await CallAsync("POST", $"{Mini}/audit/speed-up");

        Assert.Equal((200, JsonValueKind.Null), (status, versions.GetProperty("audit").ValueKind));
        Assert.False(versions.TryGetProperty("errors", out _));
        Assert.Equal((404, 85058), (auditStatus, audit.GetProperty("errcode").GetInt32()));
        Assert.Contains("POST …/audit", audit.GetProperty("hint").GetString(), StringComparison.Ordinal);
        Assert.Equal((502, 85058), (speedUpStatus, speedUp.GetProperty("errcode").GetInt32()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"auditid":0}""")]
    public async Task A_speed_up_finds_the_audit_by_itself(string body)
    {
        Script();
        _rig.WeChat.When("/wxa/get_latest_auditstatus", """{"errcode":0,"auditid":12345678901234567890,"status":2}""");

        var (status, _, _) = await CallAsync("POST", $"{Mini}/audit/speed-up", body);

        Assert.Equal(200, status);
        Assert.Equal("""{"auditid":12345678901234567890}""", _rig.WeChat.Calls[^1].Body);
    }

    [Fact]
    public async Task A_scan_under_way_is_to_be_asked_again()
    {
        _rig.WeChat.When("/wxa/security/get_code_privacy_info", """{"errcode":61039,"errmsg":"code checking task is not finished"}""");

        var (status, json, answer) = await CallAsync("GET", $"{Mini}/privacy-check");

        Assert.Equal((202, 61039), (status, json.GetProperty("errcode").GetInt32()));
        Assert.Equal(TimeSpan.FromSeconds(30), answer.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task A_form_reaches_WeChat_byte_for_byte()
    {
        Script();
        foreach (var (query, path, size) in new[]
        {
            ("", "/wxa/uploadmedia", 100), ("?for=preview", "/wxa/uploadmedia", 3_000_000),
            ("?for=feedback&type=video", "/cgi-bin/media/upload", 100),
        })
        {
            var form = new MultipartFormDataContent("boundary-1");
            form.Add(new ByteArrayContent(new byte[size]), "media", "a.png");
            var expected = await form.ReadAsStringAsync(Cancelled);

            var (status, json, _) = await CallAsync("POST", $"{Mini}/audit/media{query}", form);

            var call = _rig.WeChat.Calls[^1];
            Assert.Equal((200, "m"), (status, json.GetProperty("mediaid").GetString()));
            Assert.Equal((path, expected), (call.Path, call.Body));
            Assert.Equal("multipart/form-data; boundary=\"boundary-1\"", call.ContentType);
            Assert.Equal(query.Contains("feedback", StringComparison.Ordinal) ? "video" : null, call.Query("type"));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_form_that_is_too_large_is_refused(bool tellsLength)
    {
        Script();
        var form = new ByteArrayContent(new byte[(12 * 1024 * 1024) + 1]);
        HttpContent body = tellsLength ? form : new Chunked(form);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");

        var (status, _, _) = await CallAsync("POST", $"{Mini}/audit/media", body);

        Assert.Equal(413, status);
    }

    [Fact]
    public async Task A_picture_has_its_true_type_and_an_error_is_JSON()
    {
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. new byte[100_000]];
        foreach (var (query, path) in new[]
        {
            ("", "/wxa/get_qrcode"), ("?kind=trial&path=/pages/a?x=1", "/wxa/get_qrcode"),
            ("?kind=release&path=pages/a?x=1", "/wxa/getwxacodeunlimit"),
        })
        {
            _rig.WeChat.When(path, (_, _) => Task.FromResult(new HttpResponseMessage
            {
                Content = new ByteArrayContent(png) { Headers = { ContentType = new("image/jpeg") } },
            }));

            var (status, _, answer) = await CallAsync("GET", $"{Mini}/qrcode{query}");

            Assert.Equal((200, "image/png"), (status, answer.Content.Headers.ContentType?.ToString()));
            Assert.Equal(png, await answer.Content.ReadAsByteArrayAsync(Cancelled));
        }

        Assert.Equal("""{"scene":"x=1","page":"pages/a"}""", _rig.WeChat.Calls[^1].Body);
        _rig.WeChat.When("/wxa/getwxacodeunlimit", (_, _) => Task.FromResult(new HttpResponseMessage
        {
            Content = new StringContent("""{"errcode":41030,"errmsg":"invalid page"}""", new MediaTypeHeaderValue("image/jpeg")),
        }));

        var (refused, json, _) = await CallAsync("GET", $"{Mini}/qrcode?kind=release");

        Assert.Equal((502, 41030), (refused, json.GetProperty("errcode").GetInt32()));
        Assert.Contains("released version", json.GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TokenObstacle.Unauthorized, 409)]
    [InlineData(TokenObstacle.Broken, 409)]
    [InlineData(TokenObstacle.NeedsCode, 409)]
    [InlineData(TokenObstacle.WaitingForTicket, 503)]
    public async Task Without_a_token_it_is_said_why(TokenObstacle obstacle, int expected)
    {
        _rig.NoToken = new WeChatError(null, ErrorClass.Busy, "There is none.") { Obstacle = obstacle };

        foreach (var path in new[] { "versions", "audit", "qrcode" })
        {
            var (status, json, answer) = await CallAsync("GET", $"{Mini}/{path}");

            Assert.Equal((expected, -70000 - expected), (status, json.GetProperty("errcode").GetInt32()));
            Assert.Equal(expected == 503, answer.Headers.RetryAfter is not null);
        }
    }

    [Fact]
    public async Task Unknown_and_lost_accounts_are_not_called_for()
    {
        _rig.Platform.Put(PlatformRig.Shop, shop => shop with { State = TokenService.Platforms.Vault.AuthorizerState.Unauthorized });

        Assert.Equal(404, (await CallAsync("GET", "/platform/saas/authorizers/wxnobody/versions")).Status);
        Assert.Equal(404, (await CallAsync("GET", "/platform/saas/authorizers/a%20b/versions")).Status);
        Assert.Equal(404, (await CallAsync("GET", $"/platform/nobody/authorizers/{PlatformRig.Mini}/versions")).Status);
        Assert.Equal(409, (await CallAsync("GET", $"/platform/saas/authorizers/{PlatformRig.Shop}/versions")).Status);
        Assert.Equal(405, (await CallAsync("PATCH", $"{Mini}/audit")).Status);
        Assert.Equal(404, (await CallAsync("DELETE", "/platform/saas/templates/x")).Status);
        Assert.Empty(_rig.WeChat.Calls);
    }

    [Fact]
    public async Task The_quota_needs_a_mini_program()
    {
        _rig.Platform.Put(PlatformRig.Mini, mini => mini with { State = TokenService.Platforms.Vault.AuthorizerState.Broken });

        Assert.Equal(409, (await CallAsync("GET", "/platform/saas/quota")).Status);
    }

    private async Task CheckAsync(string endpoint, string? sent, string call, string body)
    {
        var before = _rig.WeChat.Calls.Count;
        var (method, path) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1]);

        var (status, json, _) = await CallAsync(method, path, sent);

        Assert.True(status == 200, $"{endpoint}: {status} {json}");
        var got = Assert.Single(_rig.WeChat.Calls.Skip(before));
        var query = got.Url.Query.TrimStart('?').Split('&').Where(pair => !pair.StartsWith("access_token=", StringComparison.Ordinal));
        var address = string.Join('?', new[] { $"{got.Method} {got.Path}", string.Join('&', query) }.Where(part => part.Length > 0));
        Assert.Equal((call, body), (address, got.Body));
        Assert.Equal(
            path.Contains("/template", StringComparison.Ordinal) ? $"T-{PlatformRig.Component}" : $"T-{PlatformRig.Mini}",
            got.Query("access_token"));
    }

    private void Script()
    {
        const string Ok = """{"errcode":0,"errmsg":"ok","auditid":1,"status":1,"rest":1,"mediaid":"m","gray_release_plan":{"status":1}}""";
        foreach (var path in Platform.Code.CodeCalls.All.Select(call => call.Path))
        {
            _rig.WeChat.When(path, Ok);
        }
    }

    private Task<(int Status, JsonElement Json, HttpResponseMessage Answer)> CallAsync(string method, string path, object? body = null)
        => _rig.CallAsync(method, path, body, "all");

    /// <summary>A body that does not tell its length.</summary>
    private sealed class Chunked(HttpContent content) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => content.CopyToAsync(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
