using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Links;

/// <summary>Answers <c>POST /wxa/getwxacodeunlimit</c>: an image, or JSON when something is wrong (PROTOCOL 3.9).</summary>
internal sealed class MiniProgramCodeEndpoints(AccessGate gate, TimeProvider clock)
{
    // Documented: 32 of these signs, letters and digits; 280 to 1,280 pixels, else 430.
    private const string OtherSigns = "!#$&'()*+,/:;=?@-._~";
    private const int LongestScene = 32;
    private const int Narrowest = 280;
    private const int Widest = 1_280;
    private const int UsualWidth = 430;

    private static readonly ApiError InvalidScene = new(40129, "invalid scene");
    private static readonly ApiError InvalidSceneLength = new(40169, "invalid length for scene, or the data is not json string");
    private static readonly ApiError InvalidPage = new(41030, "invalid page");
    private static readonly string[] Versions = ["release", "trial", "develop"];

    private readonly MinuteCount _drawn = new(clock);

    public async Task<ApiAnswer?> CreateAsync(HttpContext context, ApiCall call)
    {
        call = await ApiCall.ReadAsync(context.Request, context.RequestAborted);
        if (!gate.TryEnter(call, out var account, out var json, out var refusal))
        {
            return refusal;
        }

        if (Check(account, json) is { } error)
        {
            return error;
        }

        var width = (int)(json.Number("width") ?? UsualWidth);
        var pattern = new PicturePattern($"{account.AppId}/{json.Text("page")}/{json.Text("scene")}/{json.Text("env_version")}");
        var isTransparent = json.Flag("is_hyaline") ?? false;
        context.Response.ContentType = isTransparent ? "image/png" : "image/jpeg";
        var picture = isTransparent ? PngPicture.Draw(pattern, width, isTransparent: true) : JpegPicture.Draw(pattern, width);
        await context.Response.Body.WriteAsync(picture, context.RequestAborted);
        return null;
    }

    private ApiError? Check(SimulatedAccount account, JsonObject json) =>
        json.Text("scene") is not { Length: <= LongestScene } scene ? InvalidSceneLength
        : !scene.All(sign => char.IsAsciiLetterOrDigit(sign) || OtherSigns.Contains(sign)) ? InvalidScene
        : json["page"] is not null && (json.Flag("check_path") ?? true) && !account.Code.Pages.Contains(json.Text("page")) ? InvalidPage
        : json["width"] is not null && json.Number("width") is not (>= Narrowest and <= Widest) ? ApiError.InvalidArguments
        : json["env_version"] is not null && !Versions.Contains(json.Text("env_version")) ? ApiError.InvalidArguments
        : !_drawn.TryTake(account.AppId, account.MiniProgram.CodesPerMinute) ? ApiError.QuotaReached
        : null;
}
