using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Tests.Pipeline;

public sealed class MessagePipelineTests
{
    private readonly List<string> _steps = [];

    [Fact]
    public async Task A_message_goes_in_in_order_and_its_reply_comes_out_in_reverse()
    {
        var pipeline = MessagePipeline.Build([new Step("first", _steps), new Step("second", _steps), new Step("third", _steps)], Backend);

        Assert.Equal(new TextReply("backend third second first"), await InvokeAsync(pipeline));
        Assert.Equal(["first in", "second in", "third in", "backend", "third out", "second out", "first out"], _steps);
    }

    [Fact]
    public async Task A_transform_that_answers_by_itself_ends_the_way()
    {
        var pipeline = MessagePipeline.Build([new Step("first", _steps), new Answering(), new Step("third", _steps)], Backend);

        Assert.Equal(new TextReply("by itself first"), await InvokeAsync(pipeline));
        Assert.Equal(["first in", "first out"], _steps);
    }

    [Fact]
    public async Task Without_transforms_there_is_the_backend()
        => Assert.Equal(new TextReply("backend"), await InvokeAsync(MessagePipeline.Build([], Backend)));

    [Fact]
    public async Task One_pipeline_serves_message_after_message()
    {
        var pipeline = MessagePipeline.Build([new Step("only", _steps)], Backend);

        await InvokeAsync(pipeline);
        await InvokeAsync(pipeline);

        Assert.Equal(["only in", "backend", "only out", "only in", "backend", "only out"], _steps);
    }

    [Fact]
    public async Task Message_and_token_are_handed_on()
    {
        var message = Pushes.Converted();
        using var giveUp = new CancellationTokenSource();
        (MessageContext, CancellationToken) arrived = default;
        var pipeline = MessagePipeline.Build([new Step("only", _steps)], (handedOn, cancellationToken) =>
        {
            arrived = (handedOn, cancellationToken);
            return Backend(handedOn, cancellationToken);
        });

        await pipeline(message, giveUp.Token);

        Assert.Equal((message, giveUp.Token), arrived);
    }

    private ValueTask<Reply> Backend(MessageContext message, CancellationToken cancellationToken)
    {
        _steps.Add("backend");
        return new(new TextReply("backend"));
    }

    private static ValueTask<Reply> InvokeAsync(MessageDelegate pipeline)
        => pipeline(Pushes.Converted(), TestContext.Current.CancellationToken);

    /// <summary>Records its calls, and appends its name to the reply, which must be a text.</summary>
    private sealed class Step(string name, List<string> steps) : IMessageTransform
    {
        public async ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
        {
            steps.Add($"{name} in");
            var reply = (TextReply)await next(message, cancellationToken);
            steps.Add($"{name} out");
            return new TextReply($"{reply.Content} {name}");
        }
    }

    private sealed class Answering : IMessageTransform
    {
        public ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
            => new(new TextReply("by itself"));
    }
}
