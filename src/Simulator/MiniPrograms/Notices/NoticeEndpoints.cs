using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Tokens;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.MiniPrograms.Notices;

/// <summary>Answers <c>/cgi-bin/message/subscribe/send</c>, and lists the templates.</summary>
internal sealed class NoticeEndpoints(
    AccessGate gate,
    UserBook users,
    NoticeBook book,
    PlatformBook platforms,
    LaterPushes later,
    TimeProvider clock)
{
    private static readonly string[] Versions = ["developer", "trial", "formal"];
    private static readonly string[] Languages = ["zh_CN", "en_US", "zh_HK", "zh_TW"];

    public IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> Routes => new Dictionary<string, Func<ApiCall, ApiAnswer>>
    {
        ["/cgi-bin/message/subscribe/send"] = gate.Post(Send),
        ["/wxaapi/newtmpl/gettemplate"] = gate.Get(List),
    };

    // WeChat answers without a message id.
    private ApiAnswer Send(SimulatedAccount account, JsonObject json)
    {
        if (Check(account, json) is { } error)
        {
            return error;
        }

        var (openId, templateId) = (json.Text("touser")!, json.Text("template_id")!);
        var notice = new SentNotice(account.AppId, openId, templateId, json, clock.GetUtcNow());
        if (book.Send(notice, account.MiniProgram.NoticeDuration) is { } refusal)
        {
            return refusal;
        }

        if (account.MiniProgram.NoticeResult is { } result && platforms.HasUrlFor(account))
        {
            later.Push(account.AppId, NoticeEvents.Sent(account, openId, templateId, RandomIds.MessageId(), result));
        }

        return ApiAnswer.Ok();
    }

    private ApiError? Check(SimulatedAccount account, JsonObject json)
    {
        var templates = account.NoticeTemplates;
        var id = json.Text("template_id");
        var template = templates.FirstOrDefault(template => template.Id == id);
        var page = json.Text("page")?.Split('?')[0];
        return !users.TryFind(account.AppId, json.Text("touser"), out _) ? ApiError.InvalidOpenId
            : id is null || (templates.Count > 0 && template is null) ? ApiError.InvalidTemplate
            : json["data"] is not JsonObject data ? ApiError.InvalidArgument
            : NoticeFields.Check(data, template?.Fields) is { } error ? error
            : page is not null && !account.Code.Pages.Contains(page) ? NoticeErrors.InvalidPage
            : json["miniprogram_state"] is not null && !Versions.Contains(json.Text("miniprogram_state")) ? ApiError.InvalidArguments
            : json["lang"] is not null && !Languages.Contains(json.Text("lang")) ? ApiError.InvalidArguments
            : account.MiniProgram.IsBannedFromNotices ? NoticeErrors.Banned
            : null;
    }

    private static ApiAnswer List(SimulatedAccount account, ApiCall call) =>
        ApiAnswer.Ok().And("data", new JsonArray([.. account.NoticeTemplates.Select(template => new JsonObject
        {
            ["priTmplId"] = template.Id,
            ["title"] = template.Title,
            ["content"] = template.Content,
            ["example"] = "",
            ["type"] = template.IsLongTerm ? 3 : 2,
        })]));
}
