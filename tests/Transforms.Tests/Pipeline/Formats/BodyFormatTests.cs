using System.Text;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.Transforms.Tests.Pipeline.Formats;

public sealed class BodyFormatTests
{
    [Theory]
    [InlineData("{}", MessageFormat.Json)]
    [InlineData(" \t\r\n{", MessageFormat.Json)]
    [InlineData("\uFEFF{}", MessageFormat.Json)]
    [InlineData("\uFEFF \n{}", MessageFormat.Json)]
    [InlineData("<xml/>", MessageFormat.Xml)]
    [InlineData("\uFEFF<xml/>", MessageFormat.Xml)]
    [InlineData("", MessageFormat.Xml)]
    [InlineData("\uFEFF", MessageFormat.Xml)]
    [InlineData("[]", MessageFormat.Xml)]
    [InlineData("\"{\"", MessageFormat.Xml)]
    [InlineData("\0{", MessageFormat.Xml)]
    public void The_first_byte_tells_the_format(string body, MessageFormat format)
        => Assert.Equal(format, BodyFormat.Of(Encoding.UTF8.GetBytes(body)));
}
