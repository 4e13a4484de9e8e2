using System.Text;
using WxYarpGateway.Gateway.Platforms.Code;
using WxYarpGateway.Gateway.Platforms.Shapes;

namespace WxYarpGateway.Gateway.Tests.Platforms.Code;

/// <summary>Bodies that are not what the endpoints take: every error is named, each with its path.</summary>
public sealed class CodeInputTests
{
    [Theory]
    [InlineData("[]", "")]
    [InlineData("nope", "")]
    [InlineData("{", "")]
    [InlineData("{}", "template_id user_version")]
    [InlineData("""{"template_id":1.5,"user_version":""}""", "template_id user_version")]
    [InlineData("""{"template_id":-1,"user_version":7,"ext_json":[],"user_desc":null}""", "template_id user_version ext_json user_desc")]
    [InlineData("""{"template_id":"12x","user_version":"1","ext_json":"[1]"}""", "template_id ext_json")]
    [InlineData("""{"template_id":1,"user_version":"1","ext_json":"{"}""", "ext_json")]
    [InlineData("""{"template_id":1,"user_version":"1","template_id":1,"x":1,"Ext_json":{}}""", "template_id x Ext_json")]
    [InlineData("""{"template_id":1,"user_version":"\ud800"}""", "")]
    [InlineData("""{"template_id":1,"\ud800":"1"}""", "")]
    public void A_commit(string body, string paths) => Refuses(CodeShapes.Commit, body, paths);

    [Theory]
    [InlineData("""{"item_list":[]}""", "item_list")]
    [InlineData("""{"item_list":[{},{},{},{},{},{}]}""", "item_list")]
    [InlineData("""{"item_list":[{"address":1},{"x":1},3]}""", "item_list[0].address item_list[1].x item_list[2]")]
    [InlineData("""{"preview_info":{"pic_id_list":["a",1]},"privacy_api_not_use":1}""", "preview_info.pic_id_list[1] privacy_api_not_use")]
    [InlineData("""{"ugc_declare":{"scene":"1"},"itemList":[]}""", "ugc_declare.scene itemList")]
    public void An_audit(string body, string paths) => Refuses(CodeShapes.Audit, body, paths);

    [Theory]
    [InlineData("{}", "owner_setting")]
    [InlineData("""{"privacy_ver":3,"owner_setting":[]}""", "privacy_ver owner_setting")]
    [InlineData("""{"owner_setting":{"notice_method":1},"setting_list":[{"privacy_key":null}]}""",
        "owner_setting.notice_method setting_list[0].privacy_key")]
    public void Privacy_guidelines(string body, string paths) => Refuses(CodeShapes.Privacy, body, paths);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"gray_percentage":0}""")]
    [InlineData("""{"gray_percentage":101}""")]
    [InlineData("""{"gray_percentage":"10"}""")]
    [InlineData("""{"gray_percentage":1e9}""")]
    public void A_gray_release(string body) => Refuses(CodeShapes.GrayRelease, body, "gray_percentage");

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"action":"OPEN"}""")]
    [InlineData("""{"action":true}""")]
    public void A_visit_status(string body) => Refuses(CodeShapes.VisitStatus, body, "action");

    [Fact]
    public void What_takes_nothing() => Refuses(CodeShapes.Nothing, """{"force":true}""", "force");

    [Fact]
    public void Text_that_is_not_UTF8()
    {
        byte[] body = [.. "{\"action\":\""u8, 0xFF, .. "\"}"u8];

        Assert.Equal(400, CodeBody.Read(body, CodeShapes.VisitStatus).Error!.Status);
    }

    private static void Refuses(ObjectShape shape, string body, string paths)
    {
        var (read, error) = CodeBody.Read(Encoding.UTF8.GetBytes(body), shape);

        Assert.Null(read);
        Assert.Equal(400, error!.Status);
        Assert.Equal(paths.Split(' ').Order(), error.Errors.Select(one => one.Path).Order());
    }
}
