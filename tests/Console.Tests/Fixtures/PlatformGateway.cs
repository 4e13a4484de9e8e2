namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>A fake gateway with the platform <c>saas</c>, and texts such as an attacker would choose.</summary>
internal static class PlatformGateway
{
    /// <summary>A nickname, error or description that must stay text.</summary>
    public const string Hostile = "<img src=x onerror=alert(1)></script><script>alert(2)</script>\u202Egnp.exe";

    /// <summary>Starts one.</summary>
    public static async Task<FakeGateway> StartAsync(CancellationToken cancellationToken)
    {
        var gateway = await FakeGateway.StartAsync(cancellationToken);
        gateway.Answer("/overview", """
            {"replica":{"name":"here:1","version":"1","started_at":"2026-12-01T00:00:00Z","revision":"a","configured_at":"2026-12-01T00:00:00Z"},
             "store":null,"database":null,"problems":[],"services":[
               {"name":"saas","kind":"Platform","appid":"wxp","message_path":null,"minutes":null,"waiting":0,"leased":0,"dead":0,"tokens":[],"ticket":null,"features":[]},
               {"name":"shop","kind":"OfficialAccount","appid":"wx1","message_path":"/wx","minutes":null,"waiting":0,"leased":0,"dead":0,"tokens":[],"ticket":null,"features":[]}]}
            """);
        return gateway;
    }

    /// <summary>Returns a hostile text as it stands in JSON.</summary>
    public static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    /// <summary>Has the gateway answer by method.</summary>
    public static void AnswerBy(this FakeGateway gateway, string path, Func<HttpContext, (int Status, string Json)> answer)
        => gateway.AnswerWith(path, context =>
        {
            var (status, json) = answer(context);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(json);
        });
}
