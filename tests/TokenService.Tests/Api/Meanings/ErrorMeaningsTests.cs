using System.Reflection;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Meanings;

namespace WxYarpGateway.TokenService.Tests.Api.Meanings;

public sealed class ErrorMeaningsTests
{
    [Fact]
    public void Every_errcode_that_the_gateway_acts_upon_has_a_sentence_and_a_cure()
    {
        var known = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral && field.Name != nameof(ErrorCodes.Success))
            .Select(field => (int)field.GetRawConstantValue()!);

        Assert.Equal(known.Order(), ErrorMeanings.All.Select(meaning => meaning.ErrorCode).Order());
        Assert.All(ErrorMeanings.All, meaning =>
        {
            Assert.EndsWith(".", meaning.Sentence, StringComparison.Ordinal);
            Assert.EndsWith(".", meaning.Cure, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void It_has_the_class_that_callers_act_upon()
    {
        Assert.Equal(ErrorClass.TokenRejected, ErrorMeanings.Find(40001)!.Class);
        Assert.Equal(ErrorClass.Busy, ErrorMeanings.Find(-1)!.Class);
        Assert.Null(ErrorMeanings.Find(0));
    }
}
