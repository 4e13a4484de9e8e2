using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms.Authorizations;

namespace WxYarpGateway.Simulator.Platforms.Api;

/// <summary>Writes an authorizer's <c>authorizer_info</c>; only mini programs have <c>MiniProgramInfo</c>.</summary>
internal static class AuthorizerDescription
{
    // Documented: 1 is an account in good standing; 2 a service account; 0 a verified one; 0 registered in the usual way.
    private const int NormalStatus = 1;
    private const int ServiceAccount = 2;

    public static JsonObject Of(AuthorizerEntry entry)
    {
        var (account, isMiniProgram) = (entry.Account, entry.Account.Kind == AccountKind.MiniProgram);
        var info = new JsonObject
        {
            ["nick_name"] = account.Name ?? account.AppId,
            ["head_img"] = "http://wx.qlogo.cn/mmopen/simulated/0",
            ["service_type_info"] = new JsonObject { ["id"] = isMiniProgram ? 0 : ServiceAccount },
            ["verify_type_info"] = new JsonObject { ["id"] = 0 },
            ["user_name"] = account.OriginalId,
            ["alias"] = "",
            ["qrcode_url"] = "http://mmbiz.qpic.cn/mmbiz_jpg/simulated/0",
            ["business_info"] = new JsonObject
            {
                ["open_pay"] = 0,
                ["open_shake"] = 0,
                ["open_scan"] = 0,
                ["open_card"] = 0,
                ["open_store"] = 0,
            },
            ["idc"] = 1,
            ["principal_name"] = "模拟科技有限公司",
            ["signature"] = "",
            ["account_status"] = NormalStatus,
            ["register_type"] = 0,
            ["basic_config"] = new JsonObject { ["is_phone_configured"] = true, ["is_email_configured"] = true },
        };
        if (isMiniProgram)
        {
            info["MiniProgramInfo"] = MiniProgramInfo();
        }

        foreach (var (name, value) in entry.Info ?? [])
        {
            info[name] = value?.DeepClone();
        }

        return info;
    }

    private static JsonObject MiniProgramInfo() => new()
    {
        ["network"] = new JsonObject
        {
            ["RequestDomain"] = new JsonArray("https://api.example.com"),
            ["WsRequestDomain"] = new JsonArray(),
            ["UploadDomain"] = new JsonArray(),
            ["DownloadDomain"] = new JsonArray(),
            ["BizDomain"] = new JsonArray(),
            ["UDPDomain"] = new JsonArray(),
        },
        ["categories"] = new JsonArray(new JsonObject { ["first"] = "工具", ["second"] = "信息查询" }),
        ["visit_status"] = 0,
    };
}
