using WxYarpGateway.KeywordReply;

// A YARP host of your own with the whole push path, and a transform that answers keywords without the backend.
// dotnet run --project samples/KeywordReply
var builder = WebApplication.CreateBuilder(args);
builder.Services.Configure<KeywordOptions>(builder.Configuration);
builder.Services.AddReverseProxy()
    .AddWeChat(builder.Configuration.GetSection("Gateway"))
    .AddMessageTransform<KeywordTransform>();

var app = builder.Build();
app.MapReverseProxy(proxy =>
{
    proxy.UseWeChat();
    proxy.UseLoadBalancing();
});
app.Run();
