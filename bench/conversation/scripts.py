"""What the users of the bench say. "|" is where a speaker pauses."""

from __future__ import annotations

COMPLETE = (
    "When does the museum open?",
    "How much are the tickets for children?",
    "Where is the coffee on the second floor?",
    "What do tickets for the museum cost?",
    "When does the museum close?",
    "Is the museum open on Sunday?",
    "Can you tell me about the harbour?",
    "Do children pay for the tickets?",
    "Where can I buy the tickets?",
    "I would like to visit the museum today.",
)
"""Complete sentences about what the persona knows."""

PAUSED = """
I would like to book a table for | four people on Saturday evening.
I lost my password | and I cannot log in to my account.
Can you tell me how | the subscription works?
My name is Sarah | and I am calling about my order.
I was wondering, um, | if you could help me with something.
What time does the museum open | on Sunday morning?
I think the second option | sounds better for us.
Well, um, | let me think about it for a moment.
Do you have any | experience with machine learning?
I went to the store yesterday because | I needed a new charger | for my phone.
So my question is, | is there a discount for students?
The problem is that | the camera does not | connect to my computer.
I want to practice my English for | a job interview next week.
How do I return | a pair of shoes that do not fit?
Could you repeat that | a little more slowly, please?
We have been waiting for | almost two weeks now.
It depends on, uh, | how much it costs.
Please send it to | the address on my account.
I need to talk to | someone about my bill.
First I turned it off, | then I turned it on again, | but nothing happened.
My phone number is five five five | two three four | nine one seven.
Where can I find the | nearest train station?
I really like the | blue one, but | it is too expensive.
Tell me about | the side effects of this medicine.
If it rains tomorrow | we will stay at home.
I am not sure whether | I should take the job | or wait for a better offer.
Yes, | I would like that very much.
No, | that is not what I meant.
Okay, so | what happens if I cancel?
I have a dog and | two cats.
Can we move the meeting to, um, | Thursday afternoon?
I have lived in this city since | I was a child.
That is very interesting.
Thank you very much for your help.
What is the weather like today?
Yes, please.
No, thank you.
I agree with you.
Could you explain that again?
How much does it cost?
Okay, goodbye, and have a wonderful evening.
Sounds good to me.
What do you recommend?
I do not understand the question.
Who are you?
Just a coffee, please.
""".strip().splitlines()
"""The pause set: two of three turns pause inside, far more than in life, and the rest are short."""

INTERRUPTIONS = (
    "Wait, stop there please.",
    "No, that is not what I asked.",
    "Sorry, can you explain that again?",
    "Excuse me, what about Sundays?",
    "Hold on a second.",
    "Actually I have a different question.",
)

QUESTION, ANSWER = "how much is it", "It costs twelve euros today."
"""Of the scripted engine."""
