// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Coap
{
    /// <summary>A request that is being answered: the message, who sent it, and what the handler knows it by.</summary>
    public sealed class CoapRequest
    {
        // Fields, since the device's interpreter pays for every call of a property.
        internal CoapMessage _message;
        internal Peer _peer;
        internal int _ticket;
        internal bool _isAgain;

        /// <summary>The message, whole; good until the call returns.</summary>
        public CoapMessage Message
        {
            get { return _message; }
        }

        /// <summary>Who sent it; null for the way's own peer.</summary>
        public Peer Peer
        {
            get { return _peer; }
        }

        /// <summary>What the handler knows the request by while its answer takes time; 0 at first.</summary>
        public int Ticket
        {
            get { return _ticket; }
            set { _ticket = value; }
        }
    }
}
