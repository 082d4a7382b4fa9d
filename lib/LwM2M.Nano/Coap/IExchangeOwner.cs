// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Coap
{
    /// <summary>Who sent a confirmable message and waits for its end. Exactly one of the three is called, once.</summary>
    public interface IExchangeOwner
    {
        /// <summary>The response came, piggybacked or separate.</summary>
        /// <param name="response">Good until the call returns.</param>
        void OnResponse(CoapMessage response);

        /// <summary>A message that expects no response was acknowledged.</summary>
        void OnAcknowledged();

        /// <summary>The exchange failed.</summary>
        /// <param name="reset">True when the peer sent a Reset, false when nothing came in time.</param>
        void OnFailed(bool reset);
    }
}
