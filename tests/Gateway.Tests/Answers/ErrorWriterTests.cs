using System.Text;
using WxYarpGateway.Gateway.Answers;

namespace WxYarpGateway.Gateway.Tests.Answers;

public sealed class ErrorWriterTests
{
    [Fact]
    public void An_error_is_written_as_WeChat_writes_errors()
        => Assert.Equal("""{"errcode":-70404,"errmsg":"“没有” \"x\""}""", Write(GatewayError.Missing("“没有” \"x\""), ErrorShape.WeChat));

    [Fact]
    public void Or_as_go_wx_gateway_does_with_WeChats_errcode_and_none_of_ours()
    {
        Assert.Equal("""{"code":404,"msg":"x"}""", Write(GatewayError.Missing("x"), ErrorShape.GoGateway));
        Assert.Equal("""{"code":502,"msg":"x","errcode":-1}""", Write(new GatewayError(-1, 502, "x"), ErrorShape.GoGateway));
    }

    private static string Write(GatewayError error, ErrorShape shape) => Encoding.UTF8.GetString(ErrorWriter.ToJson(error, shape));
}
