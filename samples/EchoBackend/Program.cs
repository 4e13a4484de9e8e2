using WxYarpGateway.EchoBackend;

// A backend as a company would write it: it knows JSON and HTTP, and nothing of WeChat.
// dotnet run --project samples/EchoBackend -- --urls http://127.0.0.1:8000
var app = WebApplication.Create(args);
app.MapPost("/{kind}/{name}", (string kind, string name, WeChatMessage message, CancellationToken cancellationToken)
    => Bot.AnswerAsync(kind, name, message, cancellationToken));
app.Run();
