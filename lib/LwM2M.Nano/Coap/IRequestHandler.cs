// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Coap
{
    /// <summary>Carries out the requests that reach an endpoint, and hears what it cannot place itself.</summary>
    public interface IRequestHandler
    {
        /// <summary>Counts what requests that wait may have waited for: when it has moved, they are carried out again.</summary>
        int Completions { get; }

        /// <summary>Carries out a request, or what is left of it, and composes the response.</summary>
        /// <param name="request">A whole request.</param>
        /// <param name="response">Begun for it.</param>
        /// <returns>False when the answer takes time: the request is kept and comes again.</returns>
        bool Handle(CoapRequest request, CoapResponse response);

        /// <summary>The request has been answered.</summary>
        /// <param name="request">The request.</param>
        void OnAnswered(CoapRequest request);

        /// <summary>The request has waited too long: what it has begun is put back. <see cref="OnAnswered"/> follows.</summary>
        /// <param name="request">The request.</param>
        void GiveUp(CoapRequest request);

        /// <summary>Opens what takes the body of a request block by block.</summary>
        /// <param name="request">Its first block.</param>
        /// <param name="refusal">Receives why the body is not taken at all; Empty when it is.</param>
        /// <returns>Null when the body is to be put together first.</returns>
        BodySink OpenBody(CoapRequest request, out CoapCode refusal);

        /// <summary>A message that asked for no answer was answered with a Reset.</summary>
        /// <param name="sender">Who sent it, as the handler named it when it was sent.</param>
        void OnReset(int sender);

        /// <summary>A response came that no exchange waits for.</summary>
        /// <param name="response">The response.</param>
        /// <returns>False when it is nobody's; a confirmable one is then answered with a Reset.</returns>
        bool OnUnasked(CoapMessage response);
    }
}
